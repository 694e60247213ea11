import {
  cantTell,
  check,
  type EndpointSubject,
  type Exchange,
  failed,
  type Landscape,
  noGround,
  passed,
} from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'

const FOREIGN = 'https://mustdo.example.invalid'
const opened = ({ response }: Exchange): boolean => response?.status === 101

/** Origins whose pages may be the ones that open the socket: the websites of the target file, then the socket's own. */
const ownOrigins = ({ origins }: Landscape, url: string): readonly string[] => [
  ...new Set([
    ...origins.filter(({ roles }) => roles.includes('web')).map(one => new URL(one.url).origin),
    new URL(url).origin,
  ]),
]

/**
 * A WebSocket is encrypted (ASVS 5.0, 4.4.1) and opens for pages of its own website, not for those of another or of one whose name
 * begins alike (4.4.2). Asked is the first step alone; the connection is closed as soon as the answer is there. A refusal counts
 * only where the own website was let in just before and just after.
 */
export default check({
  id: 'api/socket-origin',
  version: 1,
  title: 'A WebSocket is encrypted and opens for pages of its own website only',
  verifies: { 'SEC-API-022': 'all' },
  subjects: ({ exports }): readonly EndpointSubject[] =>
    exports.filter(({ endpointKind }) => endpointKind === 'websocket'),
  effect: 'authenticated-read',
  fix: 'Offer wss only, compare the Origin of every handshake with a list of your own, and answer 403 to any other.',

  probe: async ({ http, landscape, subject: { url, identity } }) => {
    const open = (origin: string) =>
      http.get(url, { headers: { origin }, as: identity, upgrade: 'websocket', fresh: true })
    const tried: Exchange[] = []
    for (const own of ownOrigins(landscape, url).slice(0, 3)) {
      const before = await open(own)
      tried.push(before)
      if (!opened(before)) continue
      const foreign: readonly Exchange[] = [
        await open(FOREIGN),
        await open(`${own.replace(/:\d+$/, '')}.mustdo.example.invalid`),
      ]
      const after = await open(own)
      if (opened(after)) return { foreign }
      return noGround(`the socket at ${url} opened for ${own} at first, and later no more`)
    }
    const said = tried.map(({ response, error }) => response?.status ?? error?.code).join(', ')
    return noGround(`the socket at ${url} opened for no website of the target file (${said})`, {
      who: 'supplier',
      act: 'name the website whose pages open the socket, and the identity that may, in the target file, and run again',
    })
  },

  judge: ({ foreign }, { url }) => {
    if (!url.startsWith('https:')) return failed('plain', { at: url, expected: 'wss', actual: 'ws' })
    const wrong = foreign.find(opened)
    if (wrong)
      return failed('any-origin', {
        at: url,
        expected: '403',
        actual: wrong.request.headers['origin'] ?? 'another site',
      })
    const broken = foreign.find(({ response }) => response.status >= 500)
    if (broken) return cantTell('broke', { at: url, actual: String(broken.response.status) })
    return passed({ at: url })
  },

  messages: {
    plain: 'The WebSocket at {at} is not encrypted.',
    'any-origin': 'The WebSocket at {at} opens for pages of {actual}, with the cookies of whoever looks at them.',
    broke: 'The WebSocket at {at} answers {actual} to a foreign Origin: it did not open, but was not refused in order.',
  },

  examples: [
    asked('refused', [answer(403), answer(403)], 'passed'),
    asked('refused by a bare error', [answer(400), answer(401)], 'passed'),
    asked(
      'opens for all',
      [open(FOREIGN), open(`https://product.example.mustdo.example.invalid`)],
      'failed',
      'any-origin',
    ),
    asked(
      'opens for a look-alike',
      [answer(403), open('https://product.example.mustdo.example.invalid')],
      'failed',
      'any-origin',
    ),
    asked('falls over', [answer(500), answer(403)], 'cantTell', 'broke'),
    asked('not encrypted', [answer(403), answer(403)], 'failed', 'plain', 'http://localhost:8080/updates'),
    asked('a gateway answers', [gatewayPage(), gatewayPage()], 'cantTell'),
    {
      name: 'opens for nobody',
      from: 'reference supplier, 2026-11-22',
      outcome: 'cantTell',
      subject: socket(),
      seen: noGround('the socket opened for no website of the target file (401)'),
    },
  ],
})

function open(origin: string) {
  return answer(101, { upgrade: 'websocket', connection: 'Upgrade' }, '', { headers: { origin } })
}
function socket(url = 'https://product.example/updates'): EndpointSubject {
  return {
    kind: 'endpoint',
    id: 'endpoint:updates',
    url,
    endpoint: 'updates',
    endpointKind: 'websocket',
    identity: null,
  }
}
function asked(
  name: string,
  foreign: readonly Exchange[],
  outcome: 'passed' | 'failed' | 'cantTell',
  key?: string,
  url?: string,
) {
  return {
    name,
    from: 'reference supplier, 2026-11-22',
    outcome,
    subject: socket(url),
    seen: { foreign },
    ...(key && { keys: [key] }),
  }
}
