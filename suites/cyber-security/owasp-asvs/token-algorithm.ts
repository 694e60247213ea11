import { check, noData, noGround } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { givenOut, refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { cannotBeMade, protectedAddress, refusalOf } from '../../shared/refusal.ts'
import { broke, refusedVerdict } from '../../shared/refused-verdict.ts'

/** A token without a signature, or signed by HMAC with the public key as secret, opens nothing (OWASP ASVS 5.0, 9.1.2; RFC 8725, 2.1). */
export default check({
  id: 'api/token-algorithm',
  version: 1,
  title: 'Unsigned tokens and confused algorithms are refused',
  verifies: { 'SEC-API-003': 'all' },
  subjects: ({ fhir }) => fhir,
  needs: ['identity'],
  effect: 'intrusive',
  fix: 'Accept only the algorithms you sign with, fixed in the configuration and never read from the token.',
  probe: async ({ http, subject }) => {
    const address = protectedAddress(subject)
    if (typeof address !== 'string') return address
    const bad = (credentials: 'alg-none' | 'key-confusion') =>
      refusalOf(http, address, subject.identity, { as: subject.identity, credentials })
    const unsigned = await bad('alg-none')
    const confused = await bad('key-confusion')
    // An opaque token, or one without a published key, has no algorithm to confuse.
    return cannotBeMade(confused) ? { unsigned } : { unsigned, confused }
  },
  judge: refusals => Object.values(refusals).map(answer => refusedVerdict(answer)),
  messages: { 'let-in': 'A token whose header chose its own algorithm was believed at {at} ({actual}).', broke },
  examples: [
    {
      name: 'refused',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { unsigned: refusedWith(401), confused: refusedWith(401) },
    },
    { name: 'an opaque token', from: SUPPLIER, outcome: 'passed', seen: { unsigned: refusedWith(401) } },
    {
      name: 'let in',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['passed', 'let-in'],
      seen: { unsigned: refusedWith(401), confused: givenOut() },
    },
    {
      name: 'falls over',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['passed', 'broke'],
      seen: { unsigned: refusedWith(401), confused: refusedWith(500) },
    },
    { name: 'no test patient', from: SUPPLIER, outcome: 'untested', seen: noData('a test patient') },
    {
      name: 'the control fails',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { unsigned: noGround('nobody gets in'), confused: noGround('nobody gets in') },
    },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { unsigned: gatewayPage(), confused: refusedWith(401) },
    },
  ],
})
