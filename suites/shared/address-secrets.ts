import { isNhsNumber } from './nhs-number.ts'
import { urlOf } from './url.ts'

/** Parameters that carry a session or a key. One-time codes, CSRF values and page tokens are none. */
const secretNames =
  /^(access_?token|id_?token|refresh_?token|auth_?token|bearer|jwt|api_?key|apikey|subscription-key|client_?secret|password|passwd|pwd|session_?(id|token)?|sess(ion)?_?id|sid|phpsessid|jsessionid|asp\.net_sessionid)$/i
/** Cache-busters and times are often ten digits too; real NHS numbers begin with 4, 6 or 7, those for tests with 9. */
const mayBePerson = (digits: string) => /^[4679]/.test(digits) && isNhsNumber(digits)
const buster = /^(v|ver|version|_|t|ts|time|timestamp|cb|rev|hash|build)$/i

/** What an address tells that it should not, in words, without the value; undefined when nothing. Relative ones need a base. */
export function secretIn(address: string, base: string): string | undefined {
  const url = urlOf(address, base)
  if (!url || !/^https?:$/.test(url.protocol)) return undefined
  if (/;jsessionid=/i.test(url.pathname)) return 'a session id (;jsessionid)'
  if (url.password !== '') return 'a password'
  const fragment = /[=&]/.test(url.hash) ? new URLSearchParams(url.hash.slice(1)) : []
  for (const [name, value] of [...url.searchParams, ...fragment]) {
    if (secretNames.test(name) && value !== '') return `a session, token or key (${name})`
    // A FHIR token may have its system in front: system|value.
    const digits = (value.split('|').at(-1) ?? '').replace(/[\s-]/g, '')
    if (!buster.test(name) && mayBePerson(digits)) return `an NHS number (${name})`
  }
  return url.pathname.split('/').some(part => /^\d{10}$/.test(part) && mayBePerson(part))
    ? 'an NHS number (in its path)'
    : undefined
}
