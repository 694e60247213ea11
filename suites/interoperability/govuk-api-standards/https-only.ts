import { cantTell, check, type Exchange, failed, type Handshake, passed } from '../../../runner/check.ts'
import { answer, handshake, noAnswer, refusedHandshake } from '../../shared/examples.ts'
import { askPlainly, stateOf } from '../../shared/plain-http.ts'

const modern = ['TLSv1.2', 'TLSv1.3']
const good = () => handshake(modern)
const alert = () => refusedHandshake(['TLSv1.1'], 'tls-alert')
const here = { url: 'http://product.example/fhir/metadata' }
const asked = (plain: Exchange = noAnswer('refused', here)) => ({
  before: answer(200),
  plain: [plain],
  after: answer(200),
})

/**
 * An API speaks TLS 1.2 or later, nothing older, and gives nothing over plain HTTP (GOV.UK API technical and data standards, HTTPS).
 * The same handshakes as those of the TLS checks: they are made once.
 */
export default check({
  id: 'nhs-api/https-only',
  version: 1,
  title: 'APIs are served over HTTPS with TLS 1.2 or later, and over nothing else',
  verifies: { 'NHS-API-019': 'all' },
  subjects: ({ origins }) => origins.filter(({ roles, url }) => roles.includes('api') && url.startsWith('https:')),
  effect: 'read',
  fix: 'Serve the API over HTTPS alone, with TLS 1.2 as the lowest version.',
  judgesSilence: true,
  probe: async ({ http, tls, subject }) => ({
    modern: await tls.handshake(subject.url, { versions: modern }),
    old: [
      await tls.handshake(subject.url, { versions: ['TLSv1.1'] }),
      await tls.handshake(subject.url, { versions: ['TLSv1'] }),
    ],
    asked: subject.plain ? await askPlainly(http, subject, subject.samples.slice(0, 1)) : undefined,
  }),
  judge: ({ modern, old, asked }, { url }) => {
    if (!modern.result) return cantTell('no-control', { at: url, actual: modern.error?.code ?? '' })
    const spoken = old.flatMap(({ result }) => (result ? [result.protocol] : []))
    const [plain] = asked?.plain ?? []
    const state = asked && plain && stateOf(plain, asked)
    const status = plain?.response?.status ?? 0
    const faults = [
      ...spoken.map(actual => failed('old-version', { at: url, expected: 'TLS 1.2 or later', actual })),
      ...(state?.is === 'answered' && plain && status < 300
        ? [
            failed('in-the-clear', {
              at: plain.request.url,
              expected: 'no answer, or an error',
              actual: String(status),
            }),
          ]
        : []),
    ]
    const blind = old.filter(seen => !seen.result && couldNotAsk(seen)).length > 0 || state?.is === 'unclear'
    return faults.length > 0 ? faults : blind ? cantTell('not-seen', { at: url }) : passed()
  },
  messages: {
    'old-version': '{at} still speaks {actual}; expected {expected}.',
    'in-the-clear': '{at} answers in plain HTTP ({actual}).',
    'no-control': 'No handshake with TLS 1.2 or 1.3 was made with {at} ({actual}).',
    'not-seen': 'An older version could not be offered to {at}, or its plain HTTP could not be asked.',
  },
  examples: [
    {
      name: 'HTTPS alone',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      seen: { modern: good(), old: [alert(), alert()], asked: asked() },
    },
    {
      name: 'TLS 1.1 is on',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['old-version'],
      seen: { modern: good(), old: [handshake(['TLSv1.1']), alert()], asked: asked() },
    },
    {
      name: 'plain HTTP is served',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['in-the-clear'],
      seen: { modern: good(), old: [alert(), alert()], asked: asked(answer(200, {}, '{}', here)) },
    },
    {
      name: 'this machine cannot speak TLS 1.0',
      from: 'Red Hat 9 in FIPS mode, 2026-11-22',
      outcome: 'cantTell',
      keys: ['not-seen'],
      seen: { modern: good(), old: [alert(), refusedHandshake(['TLSv1'], 'tls-not-offered')], asked: undefined },
    },
    {
      name: 'nothing answers',
      from: 'a closed port, 2026-11-22',
      outcome: 'cantTell',
      keys: ['no-control'],
      seen: { modern: refusedHandshake(modern, 'refused'), old: [], asked: undefined },
    },
  ],
})

/** Our own inability to offer a version is no refusal of theirs. */
const couldNotAsk = ({ error }: Handshake): boolean =>
  /^(tls-not-offered|timeout|stopped|name-)/.test(error?.code ?? '')
