import type { Context } from './context.ts'
import type { IdentityForm } from './file-form.ts'
import type { Secret } from './secret.ts'
import { resolveSecret } from './secrets.ts'

/** What the tool itself says of a request: its credentials, its form, who asks. */
const OURS = new Set(
  'authorization cookie host user-agent accept connection content-length content-type transfer-encoding'.split(' '),
)
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** The fixed headers of an identity. A value that is a reference becomes a secret; any other is public and may stand in reports. */
export function loadHeaders(
  context: Context,
  at: string,
  { name, headers = {} }: IdentityForm,
): { readonly [name: string]: string | Secret } {
  const loaded: { [name: string]: string | Secret } = {}
  for (const [header, value] of Object.entries(headers)) {
    const place = `${at}/${header.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const problem = problemWith(header, value)
    if (problem) context.problems.add(place, problem)
    else if (typeof value === 'string' && /^\$\{/.test(value.trim())) {
      const secret = resolveSecret(context, place, `${name}.headers.${header}`, value)
      if (secret) loaded[header.toLowerCase()] = secret
    } else loaded[header.toLowerCase()] = String(value)
  }
  return loaded
}

function problemWith(header: string, value: unknown): string | undefined {
  if (!TOKEN.test(header))
    return 'is no name of a header. Expected letters, digits and hyphens. Write it as the API names it.'
  if (OURS.has(header.toLowerCase()))
    return 'is a header that the tool sets itself. Expected one that the API asks for, as NHSD-End-User-Organisation-ODS. Credentials go into auth.'
  if ((typeof value !== 'string' && typeof value !== 'number') || /[\u0000-\u001f\u007f]/.test(String(value)))
    return 'holds no text for one line. Expected the value of the header. Write it in quotes.'
  return undefined
}
