import type { Exchange, Http, Landscape, OriginSubject } from '../../runner/check.ts'
import { redirectOf } from './plain-http.ts'

const SECURITY_TXT = '/.well-known/security.txt'

/** The answer at the well-known address; a redirect on the same origin is followed once. */
export async function fetchSecurityTxt(http: Http, { url }: OriginSubject): Promise<{ readonly file: Exchange }> {
  const first = await http.get(new URL(SECURITY_TXT, url).href)
  const target = redirectOf(first)
  return { file: target?.origin === new URL(url).origin ? await http.get(target.href) : first }
}

/** Websites speak for a product; a product without one is asked at its APIs. */
export const speakersForSecurity = ({ origins }: Landscape): readonly OriginSubject[] => {
  const sites = origins.filter(({ roles }) => roles.includes('web'))
  return sites.length > 0 ? sites : origins
}

/** What a security.txt says, field by field in its order (RFC 9116, 2). Names are in lower case. */
export interface SecurityTxt {
  readonly fields: readonly { readonly name: string; readonly value: string }[]
  /** Wrapped in an OpenPGP cleartext signature (2.3), which is not verified here. */
  readonly signed: boolean
}

/** Reads the file; comments and unknown lines are passed over, as the RFC asks of readers (2.1, 2.4). */
export function readSecurityTxt(text: string): SecurityTxt {
  const signed = /^-----BEGIN PGP SIGNED MESSAGE-----/.test(text) && /-----BEGIN PGP SIGNATURE-----/.test(text)
  const lines = text.split(/-----BEGIN PGP SIGNATURE-----/)[0]?.split(/\r?\n/) ?? []
  const fields = lines.flatMap(line => {
    const [, name, value] = /^(?:- )?([A-Za-z][\w-]*):\s*(.*?)\s*$/.exec(line) ?? []
    return name && value !== undefined && !/^hash$/i.test(name) ? [{ name: name.toLowerCase(), value }] : []
  })
  return { fields, signed }
}

export const valuesOf = ({ fields }: SecurityTxt, name: string): string[] =>
  fields.filter(field => field.name === name).map(({ value }) => value)

/** The tag of the first OpenPGP packet in the signature block, 2 for a signature (RFC 9580, 4.2 and 5); undefined for none. */
export function signaturePacket(text: string): number | undefined {
  const [, block = ''] = /-----BEGIN PGP SIGNATURE-----([\s\S]*?)-----END PGP SIGNATURE-----/.exec(text) ?? []
  const lines = block.split(/\r?\n/).filter(line => line !== '' && !/^[A-Za-z]+: |^=/.test(line))
  const [first] = Buffer.from(lines.join(''), 'base64')
  if (first === undefined || (first & 0x80) === 0) return undefined
  return (first & 0x40) !== 0 ? first & 0x3f : (first & 0x3c) >> 2
}
