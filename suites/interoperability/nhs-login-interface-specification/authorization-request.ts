import { type Answered, check, type Decision, failed, noData, passed } from '../../../runner/check.ts'
import { authorizationAnswer } from '../../shared/authorization-answer.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { loginRequests } from '../../shared/nhs-login.ts'
import { SUPPLIER } from '../../shared/oauth-examples.ts'
import { isNotReached } from '../../shared/refusal.ts'

const LEAST_BITS = 64
const vector = /^(P[059]|C[pdkm])(\.(P[059]|C[pdkm]))*$/

const good = {
  client_id: 'product',
  response_type: 'code',
  scope: 'openid profile',
  redirect_uri: 'https://product.example/nhs-login/return',
  vtr: '["P9.Cp.Cd"]',
}
/** A redirect with state and nonce `nth`; `bits` of chance in each. */
const sent = (nth: number, members: { readonly [name: string]: string } = {}, bits = 128): Answered => {
  const fields = { ...good, state: `«state ${nth}»`, nonce: `«nonce ${nth}»`, ...members }
  const facts = (['state', 'nonce'] as const).map(name => ({
    where: `response.header.location.${name}`,
    placeholder: fields[name],
    length: 22,
    same: fields[name],
    bitsOfEntropy: bits,
  }))
  const location = `https://auth.sandpit.signin.nhs.uk/authorize?${new URLSearchParams(fields)}`
  return answer(303, { location }, '', { url: 'https://product.example/nhs-login', facts })
}

/**
 * What the product asks of NHS login, as its own redirect shows it: a code, openid, fresh state and nonce, an https return address,
 * vectors as a JSON array, and not both demographic scopes (NHS login, interface specification 3.4.1, vectors of trust, scopes).
 * Nothing is sent to NHS login.
 */
export default check({
  id: 'nhs-login/authorization-request',
  version: 3,
  title: 'The request to NHS login is in order',
  verifies: {
    'OIDC-REQ-001': 'all',
    'OIDC-REQ-002': 'all',
    'OIDC-REQ-003': 'all',
    'OIDC-REQ-004': 'part',
    'OIDC-REQ-005': 'part',
    'OIDC-REQ-006': 'part',
  },
  subjects: ({ sites }) => sites,
  effect: 'read',
  fix: 'Send response_type=code, scope with openid, fresh random state and nonce, the registered https redirect_uri and vtr as a JSON array.',
  probe: async ({ http, landscape, subject }) => {
    const requests = await loginRequests(http, landscape, subject)
    return isNotReached(requests) ? requests : { requests }
  },
  judge: ({ requests }) => {
    const asked = requests.map(one => authorizationAnswer(one)?.members ?? new URLSearchParams())
    const at = requests[0]?.request.url ?? ''
    const all = (requirement: string, faults: readonly Decision[]) =>
      faults.length > 0 ? faults.slice(0, 1).map(fault => ({ ...fault, requirement })) : [passed({ requirement })]
    const each = (test: (members: URLSearchParams) => Decision | undefined) => asked.flatMap(one => test(one) ?? [])
    const scopes = (members: URLSearchParams) => (members.get('scope') ?? '').split(/\s+/)
    const random = (name: 'state' | 'nonce'): Decision[] => {
      const facts = requests.flatMap(one =>
        one.facts.filter(({ where }) => where === `response.header.location.${name}`),
      )
      const values = new Set(facts.map(({ same }) => same))
      const weak = facts.find(({ bitsOfEntropy = 0 }) => bitsOfEntropy < LEAST_BITS)
      const about = { at, name, expected: `a fresh ${name} of at least ${LEAST_BITS} bits` }
      if (facts.length < requests.length) return [failed('not-random', { ...about, actual: `no ${name}` })]
      if (values.size < requests.length) return [failed('not-random', { ...about, actual: `the same ${name} twice` })]
      return weak ? [failed('not-random', { ...about, actual: `at most ${weak.bitsOfEntropy} bits` })] : []
    }
    return [
      ...all(
        'OIDC-REQ-001',
        each(one =>
          one.get('response_type') === 'code' && scopes(one).includes('openid')
            ? undefined
            : failed('no-code', {
                at,
                expected: 'response_type=code and scope openid',
                actual: `response_type=${one.get('response_type')}, scope=${one.get('scope')}`,
              }),
        ),
      ),
      ...all('OIDC-REQ-002', random('state')),
      ...all('OIDC-REQ-003', random('nonce')),
      ...all(
        'OIDC-REQ-004',
        each(one =>
          URL.canParse(one.get('redirect_uri') ?? '') && new URL(one.get('redirect_uri') ?? '').protocol === 'https:'
            ? undefined
            : failed('not-https', {
                at,
                expected: 'an https address',
                actual: one.get('redirect_uri') ?? 'no redirect_uri',
              }),
        ),
      ),
      ...all(
        'OIDC-REQ-005',
        each(one =>
          !one.has('vtr') || isVectors(one.get('vtr') ?? '')
            ? undefined
            : failed('no-vectors', { at, expected: 'a JSON array such as ["P9.Cp.Cd"]', actual: one.get('vtr') ?? '' }),
        ),
      ),
      ...all(
        'OIDC-REQ-006',
        each(one =>
          ['profile', 'basic_demographics'].every(scope => scopes(one).includes(scope))
            ? failed('both-scopes', {
                at,
                expected: 'one of profile and basic_demographics',
                actual: one.get('scope') ?? '',
              })
            : undefined,
        ),
      ),
    ]
  },
  messages: {
    'no-code': 'The request behind {at} has {actual}; expected {expected}.',
    'not-random': 'The requests behind {at} have {actual}; expected {expected}.',
    'not-https': 'The return address in the request behind {at} is {actual}; expected {expected}.',
    'no-vectors': 'vtr in the request behind {at} is {actual}; expected {expected}.',
    'both-scopes': 'The request behind {at} asks for {actual}; expected {expected}.',
  },
  examples: [
    { name: 'in order', from: SUPPLIER, outcome: 'passed', seen: { requests: [sent(1), sent(2)] } },
    {
      name: 'vectors left to NHS login',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { requests: [sent(1, { vtr: '["P0.Cp","P9.Cp.Cd"]' }), sent(2, { vtr: '["P5.Cp.Cd"]' })] },
    },
    {
      name: 'everything wrong',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['no-code', 'not-random', 'not-random', 'not-https', 'no-vectors', 'both-scopes'],
      seen: {
        requests: [sent(1), sent(1)].map(() =>
          sent(1, {
            response_type: 'token',
            scope: 'profile basic_demographics',
            redirect_uri: 'http://product.example/return',
            vtr: 'P9.Cp.Cd',
          }),
        ),
      },
    },
    {
      name: 'easily guessed',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['passed', 'not-random', 'not-random', 'passed', 'passed', 'passed'],
      seen: { requests: [sent(1, {}, 13), sent(2, {}, 13)] },
    },
    { name: 'no link', from: SUPPLIER, outcome: 'untested', seen: noData('the page with the link to NHS login') },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { requests: [gatewayPage()] } },
  ],
})

function isVectors(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) && value.length > 0 && value.every(one => typeof one === 'string' && vector.test(one))
  } catch {
    return false
  }
}
