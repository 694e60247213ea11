import { advice, cantTell, check, failed, notApplicable, passed } from '../../../runner/check.ts'
import { answer, gatewayPage, noAnswer } from '../../shared/examples.ts'
import { mediaTypeOf } from '../../shared/media-type.ts'
import { assetsOf, MOST_ASSETS } from '../../shared/site-assets.ts'

const coded = { headers: { 'accept-encoding': 'br, gzip' } }
const isText = (field: string | undefined) =>
  /^(text\/(?!event-stream)|application\/(.+\+)?(json|xml|javascript)$|image\/svg\+xml$)/.test(
    mediaTypeOf(field)?.type ?? '',
  )
const LIMIT = 1_024
const MOST_SAMPLES = 8

/** Text of more than 1 kB comes in a content coding to a client that takes br and gzip: pages, styles, scripts, API answers. */
export default check({
  id: 'sustainability/compression',
  version: 4,
  title: 'Text answers over 1 KB are compressed',
  verifies: { 'SUS-CMP-001': 'all' },
  subjects: ({ origins }) => origins,
  effect: 'read',
  fix: 'Switch gzip or br on for every text type, style sheets and JSON included; nginx by itself does HTML only (gzip_types).',

  // The first addresses of the origin, and what their pages ask for.
  probe: async ({ http, subject }) => {
    const samples = await Promise.all(subject.samples.slice(0, MOST_SAMPLES).map(url => http.get(url, coded)))
    const assets = [...new Set(samples.flatMap(one => assetsOf(one).map(({ url }) => url)))]
    const some = assets.slice(0, MOST_ASSETS)
    const answers = [...samples, ...(await Promise.all(some.map(url => http.get(url, coded))))]
    const large = answers.some(
      ({ response }) => isText(response?.headers['content-type']) && (response?.body.bytes ?? 0) > LIMIT,
    )
    return large || assets.length > some.length || answers.some(({ response }) => !response)
      ? { answers, left: assets.length - some.length, unasked: subject.samples.slice(MOST_SAMPLES) }
      : notApplicable('no text of more than 1 kB was seen')
  },

  judge: ({ answers, left, unasked }) => [
    ...answers.flatMap(({ request, response }) => {
      const { body, headers } = response
      if (!isText(headers['content-type']) || body.bytes <= LIMIT) return []
      const coding = headers['content-encoding']?.trim() ?? 'identity'
      const details = { at: request.url, expected: 'br or gzip', actual: `${body.bytes} bytes` }
      return coding === 'identity' || coding === '' ? failed('not-compressed', details) : passed({ at: request.url })
    }),
    ...(unasked.length > 0 ? [advice('more-addresses', { actual: `${unasked.length}`, places: unasked })] : []),
    ...(left > 0 ? [cantTell('more-assets', { at: answers[0]?.request.url ?? '', actual: `${left}` })] : []),
  ],

  messages: {
    'not-compressed': '{at} sends text of {actual} uncompressed to a client that takes {expected}.',
    'more-addresses': '{actual} more addresses were not asked for, so nothing is said of them.',
    'more-assets': 'The pages around {at} ask for {actual} more files, which were not asked for.',
  },
  examples: [
    {
      name: 'compressed',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'passed',
      seen: {
        left: 0,
        unasked: [] as string[],
        answers: [
          answer(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }, 'x'.repeat(4000)),
          answer(200, { 'content-type': 'image/png' }, 'x'.repeat(4000)),
          answer(200, { 'content-type': 'application/json' }, '{}'),
        ],
      },
    },
    {
      name: 'style sheet as it is',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'failed',
      seen: {
        left: 0,
        unasked: [] as string[],
        answers: [answer(200, { 'content-type': 'text/css; charset=utf-8' }, 'x'.repeat(278_000))],
      },
    },
    {
      name: 'FHIR as it is',
      from: 'reference supplier, 2026-11-22, defect uncompressed',
      outcome: 'failed',
      seen: {
        left: 0,
        unasked: [] as string[],
        answers: [answer(200, { 'content-type': 'application/fhir+json' }, 'x'.repeat(9_000))],
      },
    },
    {
      name: 'short texts only',
      from: 'a token server, 2026-11-22',
      outcome: 'inapplicable',
      seen: notApplicable('short'),
    },
    {
      name: 'more files than are asked for',
      from: 'a page in three hundred pieces, 2026-11-23',
      outcome: 'cantTell',
      seen: {
        left: 270,
        unasked: ['https://product.example/ninth'],
        answers: [answer(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }, 'x'.repeat(4000))],
      },
      keys: ['passed', 'more-addresses', 'more-assets'],
    },
    {
      name: 'a gateway',
      from: 'a rate limiter, 2026-11-22',
      outcome: 'cantTell',
      seen: { left: 0, unasked: [] as string[], answers: [gatewayPage()] },
    },
    {
      name: 'no answer',
      from: 'a closed port, 2026-11-22',
      outcome: 'cantTell',
      seen: { left: 0, unasked: [] as string[], answers: [noAnswer()] },
    },
  ],
})
