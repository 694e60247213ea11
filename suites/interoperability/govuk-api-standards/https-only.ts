import { cantTell, check, type Exchange, failed, passed, type TlsSurvey } from '../../../runner/check.ts'
import { answer, noAnswer } from '../../shared/examples.ts'
import { askPlainly, stateOf } from '../../shared/plain-http.ts'
import { refusedVersion, surveyed, taken, unreached } from '../../shared/tls/survey-examples.ts'

const modern = ['TLSv1.2', 'TLSv1.3']
const here = { url: 'http://product.example/fhir/metadata' }
const asked = (plain: Exchange = noAnswer('refused', here)) => ({
  before: answer(200),
  plain: [plain],
  after: answer(200),
})

/**
 * An API speaks TLS 1.2 or later, nothing older, and gives nothing over plain HTTP (GOV.UK API technical and data standards, HTTPS).
 * The survey that the TLS checks read too: it is made once.
 */
export default check({
  id: 'nhs-api/https-only',
  version: 3,
  title: 'APIs are served over HTTPS with TLS 1.2 or later, and over nothing else',
  verifies: { 'NHS-API-019': 'all' },
  subjects: ({ origins }) => origins.filter(({ roles, url }) => roles.includes('api') && url.startsWith('https:')),
  effect: 'read',
  fix: 'Serve the API over HTTPS alone, with TLS 1.2 as the lowest version.',
  judgesSilence: true,
  probe: async ({ http, tls, subject }) => ({
    survey: await tls.survey(subject.url),
    asked: subject.plain ? await askPlainly(http, subject, subject.samples.slice(0, 1)) : undefined,
  }),
  judge: ({ survey, asked }, { url }) => {
    if (survey.error) return cantTell('no-control', { at: url, actual: survey.error.code })
    const [old, fresh] = [survey.versions.filter(isOld), survey.versions.filter(one => !isOld(one))]
    const spoken = old.filter(isTaken).map(({ version }) => version)
    if (spoken.length === 0 && !fresh.some(isTaken))
      return cantTell('no-control', { at: url, actual: 'no version taken' })
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
    const blind = old.some(({ state }) => state === 'unclear') || state?.is === 'unclear'
    return faults.length > 0 ? faults : blind ? cantTell('not-seen', { at: url }) : passed()
  },
  messages: {
    'old-version': '{at} still speaks {actual}; expected {expected}.',
    'in-the-clear': '{at} answers in plain HTTP ({actual}).',
    'no-control': 'Nothing that speaks TLS was reached at {at} ({actual}).',
    'not-seen': 'Whether {at} takes an older version could not be seen, or its plain HTTP could not be asked.',
  },
  examples: [
    {
      name: 'HTTPS alone',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      seen: { survey: surveyed(), asked: asked() },
    },
    {
      name: 'TLS 1.1 is on',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['old-version'],
      seen: { survey: surveyed({}, taken('TLSv1.1', 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA')), asked: asked() },
    },
    {
      name: 'plain HTTP is served',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['in-the-clear'],
      seen: { survey: surveyed(), asked: asked(answer(200, {}, '{}', here)) },
    },
    {
      name: 'TLS 1.1 alone',
      from: 'node 20 with TLS 1.1 alone, 2026-11-23',
      outcome: 'failed',
      keys: ['old-version'],
      seen: {
        survey: surveyed(
          {},
          taken('TLSv1.1', 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA'),
          ...modern.map(version => refusedVersion(version)),
        ),
        asked: asked(),
      },
    },
    {
      name: 'the network fails when TLS 1.0 is offered',
      from: 'a front that resets, 2026-11-23',
      outcome: 'cantTell',
      keys: ['not-seen'],
      seen: {
        survey: surveyed({}, { version: 'TLSv1', state: 'unclear', answer: 'reset', suites: [] }),
        asked: undefined,
      },
    },
    {
      name: 'every version is refused',
      from: 'a server without a certificate, 2026-11-23',
      outcome: 'cantTell',
      keys: ['no-control'],
      seen: { survey: surveyed({}, ...modern.map(version => refusedVersion(version))), asked: undefined },
    },
    {
      name: 'nothing answers',
      from: 'a closed port, 2026-11-22',
      outcome: 'cantTell',
      keys: ['no-control'],
      seen: { survey: unreached(), asked: undefined },
    },
  ],
})

type Version = TlsSurvey['versions'][number]
const isOld = ({ version }: Version): boolean => !modern.includes(version)
const isTaken = ({ state }: Version): boolean => state === 'accepted'
