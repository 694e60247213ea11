import { type Answered, check, failed, noData, noGround, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { givenOut, ISSUER, refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { FHIR_ACCEPT, protectedAddress, refusalOf } from '../../shared/refusal.ts'
import { broke, refusedVerdict } from '../../shared/refused-verdict.ts'

const HOST = 'spoofed.mustdo.example'
/** Headers by which proxies tell the product behind them who asks and from where. */
const users = [
  'x-forwarded-user',
  'x-remote-user',
  'remote-user',
  'x-user-id',
  'x-authenticated-user',
  'x-auth-request-user',
]
const identity = Object.fromEntries(users.map(name => [name, 'admin']))
const nearby = { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', 'x-original-url': '/metadata' }
const linked = (host: string): Answered =>
  answer(
    200,
    { 'content-type': 'application/fhir+json' },
    { link: [{ relation: 'self', url: `https://${host}/fhir/Patient` }] },
    { url: `${ISSUER}/fhir/Patient?_count=1` },
  )

/**
 * Headers that a proxy sets are believed from the proxy alone: a caller who names itself in them is still nobody, and a host
 * named in them does not turn up in the links of an answer (OWASP ASVS 5.0, 4.1.3).
 */
export default check({
  id: 'api/spoofed-headers',
  version: 2,
  title: 'Headers of intermediaries cannot be spoofed by a client',
  verifies: { 'SEC-API-013': 'all' },
  subjects: ({ fhir }) => fhir,
  needs: ['identity'],
  effect: 'intrusive',
  fix: 'Strip X-Forwarded-*, X-Real-IP, X-User-ID and their like at the edge, and take caller and host from what you configured.',
  probe: async ({ http, subject }) => {
    const address = protectedAddress(subject)
    if (typeof address !== 'string') return address
    const list = `${address.slice(0, address.lastIndexOf('/'))}?_count=1`
    const headers = { ...FHIR_ACCEPT, 'x-forwarded-host': HOST, 'x-host': HOST }
    return {
      nobody: await refusalOf(http, address, subject.identity, { headers: { ...FHIR_ACCEPT, ...identity, ...nearby } }),
      elsewhere: await http.get(list, { headers, as: subject.identity, fresh: true }),
    }
  },
  judge: ({ nobody, elsewhere }) => {
    const told = `${elsewhere.response.body.text ?? ''}${elsewhere.response.headers['location'] ?? ''}`
    const at = elsewhere.request.url
    return [
      refusedVerdict(nobody),
      told.includes(HOST)
        ? failed('host-believed', { at, expected: 'the host of the product', actual: HOST })
        : passed(),
    ]
  },
  messages: {
    'let-in': 'A caller without a token who named itself in headers of a proxy was let in at {at} ({actual}).',
    broke,
    'host-believed': 'The answer of {at} leads to {actual}, a host that the caller put into X-Forwarded-Host.',
  },
  examples: [
    {
      name: 'neither is believed',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { nobody: refusedWith(401), elsewhere: linked('product.example') },
    },
    {
      name: 'the user is',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['let-in', 'passed'],
      seen: { nobody: givenOut(), elsewhere: linked('product.example') },
    },
    {
      name: 'the host is',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['passed', 'host-believed'],
      seen: { nobody: refusedWith(401), elsewhere: linked(HOST) },
    },
    {
      name: 'falls over',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['broke', 'passed'],
      seen: { nobody: refusedWith(500), elsewhere: linked('product.example') },
    },
    { name: 'no test patient', from: SUPPLIER, outcome: 'untested', seen: noData('a test patient') },
    {
      name: 'the control fails',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { nobody: noGround('nobody gets in'), elsewhere: refusedWith(401) },
    },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { nobody: gatewayPage(), elsewhere: gatewayPage() },
    },
  ],
})
