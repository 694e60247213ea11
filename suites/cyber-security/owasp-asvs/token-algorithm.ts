import { check, noData, noGround } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { givenOut, refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { cannotBeMade, isNotReached, protectedAddress, refusalsOf } from '../../shared/refusal.ts'
import { broke, refusedVerdict } from '../../shared/refused-verdict.ts'

const FORGERIES = ['alg-none', 'alg-none-cased', 'key-confusion'] as const

/** A token without a signature, or signed by HMAC with the public key as secret, opens nothing (OWASP ASVS 5.0, 9.1.2; RFC 8725, 2.1). */
export default check({
  id: 'api/token-algorithm',
  version: 2,
  title: 'Unsigned tokens and confused algorithms are refused',
  verifies: { 'SEC-API-003': 'all' },
  subjects: ({ fhir }) => fhir,
  needs: ['identity'],
  effect: 'intrusive',
  fix: 'Accept only the algorithms you sign with, fixed in the configuration and never read from the token.',
  probe: async ({ http, subject }) => {
    const address = protectedAddress(subject)
    if (typeof address !== 'string') return address
    const bads = FORGERIES.map(credentials => ({ as: subject.identity, credentials }))
    const refused = await refusalsOf(http, address, subject.identity, bads)
    if (isNotReached(refused)) return refused
    // An opaque token has no parts to spoil.
    const answers = refused.filter(answer => !cannotBeMade(answer))
    return { answers }
  },
  judge: ({ answers }) => answers.map(answer => refusedVerdict(answer)),
  messages: { 'let-in': 'A token whose header chose its own algorithm was believed at {at} ({actual}).', broke },
  examples: [
    {
      name: 'refused',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { answers: [refusedWith(401), refusedWith(401)] },
    },
    { name: 'an opaque token', from: SUPPLIER, outcome: 'passed', seen: { answers: [refusedWith(401)] } },
    {
      name: 'let in',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['passed', 'let-in'],
      seen: { answers: [refusedWith(401), givenOut()] },
    },
    {
      name: 'falls over',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['passed', 'broke'],
      seen: { answers: [refusedWith(401), refusedWith(500)] },
    },
    { name: 'no test patient', from: SUPPLIER, outcome: 'untested', seen: noData('a test patient') },
    {
      name: 'the control fails',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: noGround('nobody gets in'),
    },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { answers: [gatewayPage(), refusedWith(401)] },
    },
  ],
})
