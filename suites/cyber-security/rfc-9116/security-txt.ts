import { cantTell, check, type Decision, failed, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { mediaTypeOf } from '../../shared/media-type.ts'
import { redirectOf } from '../../shared/plain-http.ts'
import { fetchSecurityTxt, readSecurityTxt, speakersForSecurity, valuesOf } from '../../shared/security-txt.ts'

const YEAR = 366 * 86_400_000
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i

function expiry(values: readonly string[], at: string, now: number): Decision | undefined {
  const [value = 'none'] = values
  const time = dateTime.test(value) ? Date.parse(value) : Number.NaN
  const said = { at, expected: 'one date within a year, as 2027-06-30T00:00:00Z', actual: values.join(', ') || 'none' }
  if (values.length !== 1 || Number.isNaN(time)) return failed('no-expiry', said)
  if (time <= now) return failed('expired', said)
  return time - now > YEAR ? failed('too-far', said) : undefined
}

/**
 * security.txt lies at its well-known address as plain text, with somewhere to write to and an expiry within a year (RFC 9116, 2.5).
 * A redirect on the same host is followed once; a file without a character set is read as UTF-8.
 */
export default check({
  id: 'disclosure/security-txt',
  version: 3,
  title: 'security.txt says how to report a vulnerability',
  verifies: { 'SEC-VDP-001': 'all' },
  subjects: speakersForSecurity,
  effect: 'read',
  fix: 'Publish /.well-known/security.txt as text/plain with Contact and an Expires within a year.',

  probe: ({ http, subject }) => fetchSecurityTxt(http, subject),

  judge: ({ file }) => {
    const at = file.request.url
    const { status, headers, body } = file.response
    const target = redirectOf(file)
    if (target) return cantTell('elsewhere', { at, actual: target.href })
    if (status !== 200) return failed('missing', { at, expected: '200', actual: String(status) })
    const media = mediaTypeOf(headers['content-type'])
    if (media?.type !== 'text/plain')
      return failed('not-text', {
        at,
        expected: 'text/plain; charset=utf-8',
        actual: headers['content-type'] ?? 'none',
      })
    const told = readSecurityTxt(body.text ?? '')
    const contacts = valuesOf(told, 'contact')
    const wrong: Decision[] = []
    if (!contacts.some(value => /^(https:\/\/|mailto:|tel:)\S+$/i.test(value)))
      wrong.push(
        failed('no-contact', { at, expected: 'mailto:, https: or tel:', actual: contacts.join(', ') || 'none' }),
      )
    const late = expiry(valuesOf(told, 'expires'), at, Date.parse(file.at))
    if (late) wrong.push(late)
    return wrong.length > 0 ? wrong : passed({ at })
  },

  messages: {
    missing: 'There is no security.txt at {at} ({actual}).',
    elsewhere: '{at} leads to {actual}, which was not followed.',
    'not-text': '{at} is sent as {actual}, not as plain text.',
    'no-contact': '{at} names no contact that can be used: {actual}.',
    'no-expiry': '{at} does not say until when it holds: {actual}.',
    expired: '{at} expired on {actual}.',
    'too-far': '{at} expires more than a year from now, on {actual}.',
  },

  examples: [
    file('good', 'Contact: mailto:a@b.example\nExpires: 2027-06-30T00:00:00Z\n', 'passed'),
    file(
      'signed, other case, comments',
      '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n# us\nCONTACT: https://b.example/report\nexpires: 2027-06-30T00:00:00+01:00\n-----BEGIN PGP SIGNATURE-----\n',
      'passed',
    ),
    file('expired', 'Contact: mailto:a@b.example\nExpires: 2025-01-01T00:00:00Z\n', 'failed', 'expired'),
    file('far away', 'Contact: mailto:a@b.example\nExpires: 2030-01-01T00:00:00Z\n', 'failed', 'too-far'),
    file(
      'an address without a scheme, no date',
      'Contact: a@b.example\nExpires: next year\n',
      'failed',
      'no-contact',
      'no-expiry',
    ),
    {
      name: 'missing',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'failed',
      keys: ['missing'],
      seen: { file: answer(404) },
    },
    {
      name: "an application's page for every address",
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['not-text'],
      seen: { file: answer(200, { 'content-type': 'text/html' }, '<!doctype html>') },
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
  const seen = { file: answer(200, { 'content-type': 'text/plain' }, text) }
  return { name, from: 'reference supplier, 2026-11-22', outcome, seen, ...(keys.length > 0 && { keys }) }
}
