import { cantTell, check, type Decision, failed, inapplicable, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { SUPPLIER } from '../../shared/oauth-examples.ts'
import { redirectOf } from '../../shared/plain-http.ts'
import {
  fetchSecurityTxt,
  readSecurityTxt,
  signaturePacket,
  speakersForSecurity,
  valuesOf,
} from '../../shared/security-txt.ts'

/**
 * security.txt is wrapped in an OpenPGP cleartext signature whose packet is one of a signature, and names the address it was got from
 * among its canonical ones (RFC 9116, 2.3 and 2.5.2). Whether the signature holds needs the publisher's key, and is left to a person.
 */
export default check({
  id: 'disclosure/security-txt-signed',
  version: 2,
  title: 'security.txt is signed and says where it belongs',
  verifies: { 'SEC-VDP-003': 'part' },
  subjects: speakersForSecurity,
  effect: 'read',
  fix: 'Add Canonical with the address of the file, then sign it with OpenPGP (gpg --clearsign).',

  probe: ({ http, subject }) => fetchSecurityTxt(http, subject),

  judge: ({ file }) => {
    const at = file.request.url
    const { status, body } = file.response
    const target = redirectOf(file)
    if (target) return cantTell('elsewhere', { at, actual: target.href })
    const text = body.text ?? ''
    if (status !== 200 || !/^\s*(contact|-----BEGIN PGP)/im.test(text)) return inapplicable('no-file', { at })
    const told = readSecurityTxt(text)
    const canonical = valuesOf(told, 'canonical')
    const wrong: Decision[] = []
    if (!told.signed) wrong.push(failed('unsigned', { at, expected: 'an OpenPGP cleartext signature', actual: 'none' }))
    else if (signaturePacket(text) !== 2)
      wrong.push(failed('no-signature', { at, expected: 'an OpenPGP signature packet', actual: 'something else' }))
    if (canonical.length === 0) wrong.push(failed('no-canonical', { at, expected: `Canonical: ${at}`, actual: 'none' }))
    else if (!canonical.includes(at))
      wrong.push(failed('other-canonical', { at, expected: at, actual: canonical.join(', ') }))
    return wrong.length > 0 ? wrong : passed({ at })
  },

  messages: {
    elsewhere: '{at} leads to {actual}, which was not followed.',
    'no-file': 'There is no security.txt at {at} that could be signed.',
    unsigned: '{at} is not signed.',
    'no-signature': '{at} looks signed, and holds {actual} where the signature should be.',
    'no-canonical': '{at} does not say where it belongs.',
    'other-canonical': '{at} says that it belongs to {actual}.',
  },

  examples: [
    file('signed and at home', signed(`Canonical: ${here()}`), 'passed'),
    file(
      'of several places',
      signed(`Canonical: https://a.example/.well-known/security.txt\nCanonical: ${here()}`),
      'passed',
    ),
    file('not signed', `Contact: mailto:a@b.example\nCanonical: ${here()}\n`, 'failed', 'unsigned'),
    file('no canonical', signed('Preferred-Languages: en'), 'failed', 'no-canonical'),
    file('of another place', signed('Canonical: https://a.example/security.txt'), 'failed', 'other-canonical'),
    file('a shell of nothing', signed(`Canonical: ${here()}`, 'AAAA'), 'failed', 'no-signature'),
    {
      name: 'missing',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'inapplicable',
      keys: ['no-file'],
      seen: { file: answer(404) },
    },
    {
      name: 'on another host',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      keys: ['elsewhere'],
      seen: { file: answer(301, { location: 'https://group.example/security.txt' }) },
    },
    { name: 'a gateway answers', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { file: gatewayPage() } },
  ],
})

function here() {
  return 'https://product.example/.well-known/security.txt'
}
function signed(line: string, packet = 'wsBzBAABCAAdFiEE'): string {
  return `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nContact: mailto:a@b.example\n${line}\n-----BEGIN PGP SIGNATURE-----\n\n${packet}\n=abcd\n-----END PGP SIGNATURE-----\n`
}
function file(name: string, text: string, outcome: 'passed' | 'failed', ...keys: readonly string[]) {
  const seen = { file: answer(200, { 'content-type': 'text/plain' }, text, { url: here() }) }
  return { name, from: SUPPLIER, outcome, seen, ...(keys.length > 0 && { keys }) }
}
