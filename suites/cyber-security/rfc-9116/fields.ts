import { cantTell, check, type Decision, failed, inapplicable, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { mediaTypeOf } from '../../shared/media-type.ts'
import { SUPPLIER } from '../../shared/oauth-examples.ts'
import { redirectOf } from '../../shared/plain-http.ts'
import { fetchSecurityTxt, readSecurityTxt, speakersForSecurity, valuesOf } from '../../shared/security-txt.ts'

const uri = /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i
/** Fields that hold a URI; one of the web has to be https (2.5.1 to 2.5.7). */
const addresses = ['acknowledgments', 'canonical', 'contact', 'encryption', 'hiring', 'policy'] as const
/** The shape of a language tag (RFC 5646, 2.1). Languages of four letters and more are reserved, and none is registered. */
const tag = /^([a-z]{2,3}|[ix](?=-))(-[a-z0-9]{1,8})*$/i
const shell = ['-----BEGIN PGP SIGNED MESSAGE-----', '-----BEGIN PGP SIGNATURE-----', '-----END PGP SIGNATURE-----']

/**
 * Each field of security.txt has the form of its clause (RFC 9116, 2.5): URIs, with https where they are of the web; a place of a key and
 * never the key; languages as tags, in one field. The file is in UTF-8 (3), and a signature's frame is whole (2.3). Fields that the RFC
 * does not know are passed over, as it asks (2.4). Contact, Expires and Canonical have to be there: other checks say so.
 */
export default check({
  id: 'disclosure/security-txt-fields',
  version: 1,
  title: 'The fields of security.txt are well formed',
  verifies: { 'SEC-VDP-004': 'all' },
  subjects: speakersForSecurity,
  effect: 'read',
  fix: 'Write addresses as URIs, those of the web with https, languages once and as tags, and send text/plain with charset=utf-8.',

  probe: ({ http, subject }) => fetchSecurityTxt(http, subject),

  judge: ({ file }) => {
    const at = file.request.url
    const { status, headers, body } = file.response
    const target = redirectOf(file)
    if (target) return cantTell('elsewhere', { at, actual: target.href })
    const text = body.text ?? ''
    if (status !== 200 || !/^\s*(contact|-----BEGIN PGP)/im.test(text)) return inapplicable('no-file', { at })
    const told = readSecurityTxt(text)
    const wrong: Decision[] = addresses.flatMap(name =>
      valuesOf(told, name).flatMap(value => {
        const said = { at, field: name, actual: value }
        if (!uri.test(value)) return [failed('no-uri', { ...said, expected: 'a URI' })]
        return /^http:/i.test(value) ? [failed('no-https', { ...said, expected: 'https:' })] : []
      }),
    )
    const languages = valuesOf(told, 'preferred-languages')
    if (languages.length > 1)
      wrong.push(failed('languages-twice', { at, expected: 'one field', actual: languages.join(' | ') }))
    const odd = languages.flatMap(value => value.split(',').map(one => one.trim())).filter(one => !tag.test(one))
    if (odd.length > 0)
      wrong.push(failed('no-language', { at, expected: 'en, cy', actual: odd.join(', ') || 'nothing' }))
    const charset = mediaTypeOf(headers['content-type'])?.parameters['charset'] ?? 'utf-8'
    if (!/^utf-?8$/i.test(charset)) wrong.push(failed('other-charset', { at, expected: 'utf-8', actual: charset }))
    const missing = shell.filter(line => !text.includes(line))
    if (missing.length > 0 && missing.length < shell.length)
      wrong.push(failed('broken-frame', { at, expected: shell.join(' … '), actual: `no ${missing.join(', no ')}` }))
    return wrong.length > 0 ? wrong : passed({ at })
  },

  messages: {
    elsewhere: '{at} leads to {actual}, which was not followed.',
    'no-file': 'There is no security.txt at {at} whose fields could be read.',
    'no-uri': 'The field {field} of {at} is no address with a scheme: {actual}.',
    'no-https': 'The field {field} of {at} leads to plain HTTP: {actual}.',
    'languages-twice':
      '{at} has Preferred-Languages more than once: {actual}. Write the languages in one field, with commas.',
    'no-language': 'Preferred-Languages of {at} names {actual}, which is no language tag; expected as {expected}.',
    'other-charset': '{at} is sent with the character set {actual}; it has to be {expected}.',
    'broken-frame': '{at} has a part of the frame of an OpenPGP cleartext signature only: {actual}.',
  },

  examples: [
    file(
      'every field',
      'Acknowledgments: https://b.example/thanks\nCanonical: https://b.example/.well-known/security.txt\nEncryption: openpgp4fpr:5f2de5521c63a801ab59ccb603d49de44b29100f\nEncryption: dns:abc._openpgpkey.b.example?type=OPENPGPKEY\nExpires: 2027-06-30T00:00:00Z\nHiring: https://b.example/jobs\nPolicy: https://b.example/policy\nPreferred-Languages: en, cy-GB, zh-Hant\nColour: any\n',
      'passed',
    ),
    file('a telephone', 'Contact: tel:+44-20-7946-0000\n', 'passed'),
    file('an address without a scheme', 'Contact: security@b.example\n', 'failed', 'no-uri'),
    file('a policy in plain HTTP', 'Policy: http://b.example/policy\n', 'failed', 'no-https'),
    file('two fields', 'Preferred-Languages: en\nPreferred-Languages: cy\n', 'failed', 'languages-twice'),
    file('a language in words', 'Preferred-Languages: English\n', 'failed', 'no-language'),
    file('a signature without a message', `${shell[1]}\n\nwsBz\n${shell[2]}\n`, 'failed', 'broken-frame'),
    {
      name: 'in Latin-1',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['other-charset'],
      seen: { file: answer(200, { 'content-type': 'text/plain; charset=iso-8859-1' }, 'Contact: tel:1\n') },
    },
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

function file(name: string, text: string, outcome: 'passed' | 'failed', ...keys: readonly string[]) {
  const contact = /^contact/im.test(text) ? '' : 'Contact: mailto:a@b.example\n'
  const seen = { file: answer(200, { 'content-type': 'text/plain; charset=utf-8' }, `${contact}${text}`) }
  return { name, from: SUPPLIER, outcome, seen, ...(keys.length > 0 && { keys }) }
}
