import type { Context } from './context.ts'

/**
 * Why this cannot be the FHIR base address of a terminology server, in the words of a complaint; undefined when it can. What holds
 * credentials is not quoted.
 */
export function notTerminology(written: string): string | undefined {
  const url = URL.canParse(written) ? new URL(written) : undefined
  const expected = 'Expected the FHIR base address of a terminology server, such as https://tx.example/r4.'
  if (url?.username || url?.password)
    return `holds credentials. ${expected} Name one that answers without; it is asked about codes only.`
  if (url && ['http:', 'https:'].includes(url.protocol) && !/[?#]/.test(written)) return undefined
  return `is "${written}". ${expected} Leave it out to have those codes named as not evaluated.`
}

/** The server as the file names it; complains where it cannot be one. */
export function loadTerminology(context: Context, form: { readonly url: string } | undefined): typeof form {
  const wrong = form && notTerminology(form.url)
  if (wrong) context.problems.add('/terminology/url', wrong)
  return form
}
