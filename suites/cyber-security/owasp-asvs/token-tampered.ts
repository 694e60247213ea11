import { check, noData, noGround } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { givenOut, refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { protectedAddress, refusalOf } from '../../shared/refusal.ts'
import { broke, refusedVerdict } from '../../shared/refused-verdict.ts'

/** A token that was altered by one character, or is none at all, opens nothing (OWASP ASVS 5.0, 9.1.1). */
export default check({
  id: 'api/token-tampered',
  version: 1,
  title: 'Garbage and tampered tokens are refused',
  verifies: { 'SEC-API-002': 'all' },
  subjects: ({ fhir }) => fhir,
  needs: ['identity'],
  effect: 'intrusive',
  fix: 'Check the signature of every access token before anything in it is believed.',
  probe: async ({ http, subject }) => {
    const address = protectedAddress(subject)
    if (typeof address !== 'string') return address
    const bad = (credentials: 'garbage' | 'forged') =>
      refusalOf(http, address, subject.identity, { as: subject.identity, credentials })
    return { garbage: await bad('garbage'), forged: await bad('forged') }
  },
  judge: refusals => Object.values(refusals).map(answer => refusedVerdict(answer)),
  messages: { 'let-in': 'A tampered token was believed at {at} ({actual}).', broke },
  examples: [
    {
      name: 'refused',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { garbage: refusedWith(401), forged: refusedWith(401) },
    },
    {
      name: 'let in',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['passed', 'let-in'],
      seen: { garbage: refusedWith(401), forged: givenOut() },
    },
    {
      name: 'falls over',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['passed', 'broke'],
      seen: { garbage: refusedWith(401), forged: refusedWith(500) },
    },
    { name: 'no test patient', from: SUPPLIER, outcome: 'untested', seen: noData('a test patient') },
    {
      name: 'the control fails',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { garbage: noGround('nobody gets in'), forged: noGround('nobody gets in') },
    },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { garbage: gatewayPage(), forged: refusedWith(401) },
    },
  ],
})
