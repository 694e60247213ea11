import type { Context } from './context.ts'
import type { Target } from './model.ts'

/** The listener as the file names it; complains where no token could name its address. */
export function loadCanary(context: Context, form: Target['canary']): Target['canary'] {
  if (form?.url === undefined) return form
  const url = URL.canParse(form.url) ? new URL(form.url) : undefined
  const expected = 'Expected the address by which the product reaches the listener, such as https://canary.example.'
  if (url?.username || url?.password)
    context.problems.add('/canary/url', `holds credentials. ${expected} Name one that needs none.`)
  else if (!url || !['http:', 'https:'].includes(url.protocol) || /[?#]/.test(form.url))
    context.problems.add(
      '/canary/url',
      `is "${form.url}". ${expected} Leave it out where the product runs on this machine.`,
    )
  return form
}
