import { check, noData, noGround } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { givenOut, refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { cannotBeMade, isNotReached, protectedAddress, refusalsOf } from '../../shared/refusal.ts'
import { broke, refusedVerdict } from '../../shared/refused-verdict.ts'

const FORGERIES = ['garbage', 'forged', 'truncated', 'stripped', 'crit-unknown'] as const

/** A token that was altered by one character, or is none at all, opens nothing (OWASP ASVS 5.0, 9.1.1). */
export default check({
  id: 'api/token-tampered',
  version: 2,
  title: 'Garbage and tampered tokens are refused',
  verifies: { 'SEC-API-002': 'all' },
  subjects: ({ fhir }) => fhir,
  needs: ['identity'],
  effect: 'intrusive',
  fix: 'Check the signature of every access token before anything in it is believed.',
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
  messages: { 'let-in': 'A tampered token was believed at {at} ({actual}).', broke },
  examples: [
    {
      name: 'refused',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { answers: [refusedWith(401), refusedWith(401)] },
    },
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
