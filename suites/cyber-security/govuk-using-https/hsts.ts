import { type Answered, check } from '../../../runner/check.ts'
import { askAround } from '../../shared/ask.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { type Fault, faultsIn } from '../../shared/faults.ts'
import { readHsts, stsFieldsOf } from '../../shared/hsts.ts'

const YEAR = 31_536_000

/** Browsers read the first field of that name and no other (RFC 6797, 8.1). */
const headerOf = (seen: Answered): string | undefined => stsFieldsOf(seen)[0]

function promise(answer: Answered): Fault | undefined {
  const value = headerOf(answer)
  if (value === undefined) return { key: 'missing', expected: `max-age=${YEAR} or more`, actual: 'no such header' }
  const { maxAge } = readHsts(value)
  return maxAge !== undefined && maxAge >= YEAR
    ? undefined
    : { key: 'too-short', expected: `max-age=${YEAR} or more`, actual: value }
}

function form(answer: Answered): Fault | undefined {
  const value = headerOf(answer)
  const expected = `max-age=${YEAR}; includeSubDomains`
  if (value === undefined) return { key: 'missing', expected, actual: 'no such header' }
  const { fault, includeSubDomains } = readHsts(value)
  if (fault) return { key: 'malformed', expected, actual: value }
  return includeSubDomains ? undefined : { key: 'subdomains-left-out', expected, actual: value }
}

/**
 * Strict-Transport-Security on every answer, errors too, for a year or more (SEC-TLS-010), for subdomains and in the grammar of
 * RFC 6797 (SEC-TLS-011). GOV.UK's own sample had a comma where a semicolon belongs: a copy of it breaks the second only.
 */
export default check({
  id: 'headers/strict-transport-security',
  version: 2,
  title: 'Every answer keeps browsers on HTTPS for a year',
  verifies: { 'SEC-TLS-010': 'all', 'SEC-TLS-011': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Send `Strict-Transport-Security: max-age=31536000; includeSubDomains` with every answer; in nginx with `always`.',

  probe: askAround,

  judge: ({ known, missing }) => [
    ...faultsIn([...known, missing], promise, 'SEC-TLS-010'),
    ...faultsIn([...known, missing], form, 'SEC-TLS-011'),
  ],

  messages: {
    missing: '{at} does not send Strict-Transport-Security; a first visit over plain HTTP can be intercepted.',
    'too-short': '{at} sends Strict-Transport-Security as "{actual}", which binds browsers for less than a year.',
    malformed: '{at} sends Strict-Transport-Security as "{actual}", which browsers may not understand (RFC 6797, 6.1).',
    'subdomains-left-out': '{at} sends Strict-Transport-Security as "{actual}", which leaves subdomains out.',
  },

  examples: [
    example('reference supplier', 'max-age=63072000; includeSubDomains', 'passed'),
    example('quoted, in another case and order', 'INCLUDESUBDOMAINS ; Max-Age="31536000"; preload;', 'passed'),
    example("GOV.UK's sample with a comma", 'max-age=31536000, includeSubDomains; preload;', 'failed', [
      'passed',
      'malformed',
    ]),
    example('one day', 'max-age=86400; includeSubDomains', 'failed', ['too-short', 'passed']),
    example('without subdomains', 'max-age=31536000', 'failed', ['passed', 'subdomains-left-out']),
    {
      name: 'forgotten on the error',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'failed',
      seen: {
        known: [answer(200, { 'strict-transport-security': 'max-age=31536000; includeSubDomains' })],
        missing: answer(404),
      },
      keys: ['missing', 'missing'],
    },
    {
      name: 'a gateway answers',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { known: [gatewayPage()], missing: gatewayPage() },
    },
  ],
})

function example(name: string, value: string, outcome: 'passed' | 'failed', keys?: readonly string[]) {
  const given = { 'strict-transport-security': value }
  const seen = { known: [answer(200, given)], missing: answer(404, given) }
  return { name, from: 'reference supplier, 2026-11-22', outcome, seen, ...(keys && { keys }) }
}
