import { type Answered, advice, check, type Decision, failed, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'

const ARBITRARY = 'https://elsewhere.example'

/** Origins that sloppy comparisons take for one of ours: our name as a prefix, as a suffix, and the opaque origin. */
function lookAlikes(url: string): string[] {
  const { hostname, host } = new URL(url)
  return ['null', `https://${hostname}.elsewhere.example`, `https://not${host}`]
}

/** A host of ours that is not there; whoever gets hold of a forgotten one speaks with its name. */
const someSubdomain = (url: string): string => `https://mustdo-unknown.${new URL(url).host}`

/** What a script may ask leave for before it sends. */
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

const allowed = ({ response }: Answered) => response.headers['access-control-allow-origin']
const credentialed = ({ response }: Answered) => response.headers['access-control-allow-credentials'] === 'true'

function arbitrary(answers: readonly Answered[]): Decision[] {
  const requirement = 'SEC-CORS-001'
  return answers.map(answer => {
    const at = answer.request.url
    if (allowed(answer) !== answer.request.headers['origin']) return passed({ requirement, at })
    const expected = 'no Access-Control-Allow-Origin'
    const said = { requirement, at, expected, actual: allowed(answer) ?? '' }
    return credentialed(answer) ? failed('reflected', said) : advice('reflected-openly', said)
  })
}

function alike(answers: readonly Answered[]): Decision[] {
  const requirement = 'SEC-CORS-002'
  return answers.map(answer => {
    const at = answer.request.url
    const asked = answer.request.headers['origin'] ?? ''
    return allowed(answer) === asked
      ? failed('let-in', { requirement, at, expected: 'no Access-Control-Allow-Origin', actual: asked })
      : passed({ requirement, at })
  })
}

/** Leave given before a request that changes something is as good as the echo on it. */
function leave(answers: readonly Answered[]): Decision[] {
  const requirement = 'SEC-CORS-001'
  return answers.map(answer => {
    const at = answer.request.url
    const origin = answer.request.headers['origin']
    const method = answer.request.headers['access-control-request-method'] ?? ''
    const { status } = answer.response
    return status < 300 && allowed(answer) === origin && credentialed(answer)
      ? failed('leave-given', { requirement, at, expected: 'no Access-Control-Allow-Origin', actual: method })
      : passed({ requirement, at })
  })
}

/**
 * Asked as scripts of other sites ask, the server lets no stranger in (ASVS 3.4.2): an arbitrary origin is not echoed with
 * credentials, nor are null and look-alikes at all; nor is leave given beforehand for any method. The
 * wildcard on public answers is no echo; browsers never send credentials to it.
 */
export default check({
  id: 'cors/origins',
  version: 4,
  title: 'Scripts of other sites are not let in',
  verifies: { 'SEC-CORS-001': 'all', 'SEC-CORS-002': 'all' },
  subjects: ({ origins }) => origins,
  effect: 'read',
  fix: 'Compare the whole Origin with a list, exactly; never echo it, never allow null.',

  probe: async ({ http, subject }) => {
    const samples = subject.samples.slice(0, 2)
    const as = (origin: string, some = samples) => some.map(url => http.get(url, { headers: { origin } }))
    return {
      arbitrary: await Promise.all(as(ARBITRARY)),
      alike: await Promise.all(lookAlikes(subject.url).flatMap(origin => as(origin))),
      preflights: await Promise.all(
        samples
          .slice(0, 1)
          .flatMap(url =>
            METHODS.map(method =>
              http.send('OPTIONS', url, { headers: { origin: ARBITRARY, 'access-control-request-method': method } }),
            ),
          ),
      ),
      subdomain: await Promise.all(as(someSubdomain(subject.url), samples.slice(0, 1))),
    }
  },

  judge: seen => {
    const first = arbitrary(seen.arbitrary)
    // An advice alone would leave the requirement without a decision.
    const decided = first.some(({ advice }) => !advice) ? first : [passed({ requirement: 'SEC-CORS-001' }), ...first]
    const second = alike(seen.alike)
    // Who lets in strangers lets in strangers of that name as well.
    const open = [...first, ...second].some(({ outcome }) => outcome === 'failed')
    const wide = seen.subdomain.filter(one => !open && allowed(one) === one.request.headers['origin'])
    return [
      ...decided,
      ...leave(seen.preflights),
      ...second,
      ...wide.map(one =>
        advice('any-subdomain', { requirement: 'SEC-CORS-002', at: one.request.url, actual: allowed(one) ?? '' }),
      ),
    ]
  },

  messages: {
    reflected: "A script of any site may read {at} with the user's own session: {actual} was let in with credentials.",
    'reflected-openly':
      '{at} echoes any origin ({actual}), though without credentials; the wildcard would say so plainly.',
    'leave-given': 'A script of any site gets leave to send {actual} to {at} with the session of its user.',
    'any-subdomain':
      '{at} lets in a host under its own name that nobody has set up ({actual}); one that is forgotten can be taken over.',
    'let-in': "{at} lets in {actual}, which is not one of the product's origins.",
  },

  examples: [
    asked('nobody is let in', {}, {}, 'passed'),
    asked(
      'the wildcard on a public document',
      { 'access-control-allow-origin': '*' },
      { 'access-control-allow-origin': '*' },
      'passed',
    ),
    asked('the partner, whoever asks', partner(), partner(), 'passed'),
    asked('echo with credentials', { ...echo(ARBITRARY), 'access-control-allow-credentials': 'true' }, {}, 'failed', [
      'reflected',
      'passed',
      'passed',
    ]),
    asked('echo without credentials', echo(ARBITRARY), {}, 'passed', [
      'passed',
      'reflected-openly',
      'passed',
      'passed',
    ]),
    asked('any host under the own name', {}, {}, 'passed', ['passed', 'passed', 'passed', 'any-subdomain'], {
      subdomain: { 'access-control-allow-origin': 'https://mustdo-unknown.product.example' },
    }),
    asked('leave for whoever asks', {}, {}, 'failed', ['passed', 'leave-given', 'passed'], {
      preflight: { ...echo(ARBITRARY), 'access-control-allow-credentials': 'true' },
    }),
    asked('null', {}, echo('null'), 'failed', ['passed', 'passed', 'let-in']),
    {
      name: 'a gateway answers',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { arbitrary: [gatewayPage()], alike: [gatewayPage()], preflights: [], subdomain: [] },
    },
  ],
})

function echo(origin: string) {
  return { 'access-control-allow-origin': origin }
}
function partner() {
  return { 'access-control-allow-origin': 'https://app.partner.example', 'access-control-allow-credentials': 'true' }
}
function asked(
  name: string,
  any: Record<string, string>,
  nobody: Record<string, string>,
  outcome: 'passed' | 'failed',
  keys?: readonly string[],
  more: { readonly preflight?: Record<string, string>; readonly subdomain?: Record<string, string> } = {},
) {
  const put = { origin: ARBITRARY, 'access-control-request-method': 'PUT' }
  const seen = {
    arbitrary: [answer(200, any, '', { headers: { origin: ARBITRARY } })],
    alike: [answer(200, nobody, '', { headers: { origin: 'null' } })],
    preflights: [answer(204, more.preflight ?? {}, '', { headers: put })],
    subdomain: [
      answer(200, more.subdomain ?? {}, '', { headers: { origin: someSubdomain('https://product.example') } }),
    ],
  }
  return { name, from: 'reference supplier, 2026-11-22', outcome, seen, ...(keys && { keys }) }
}
