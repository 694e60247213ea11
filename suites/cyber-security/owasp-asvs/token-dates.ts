import { check, noData, noGround } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { givenOut, refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { broke } from '../../shared/refused-verdict.ts'
import { noToken, unfitTokens, unfitVerdicts } from '../../shared/unfit-tokens.ts'

const KINDS = ['expired', 'not-yet-valid'] as const

/** A genuine token of the issuer opens nothing once it has expired, or before it is valid (OWASP ASVS 5.0, 9.2.1). */
export default check({
  id: 'api/token-dates',
  version: 1,
  title: 'Expired and not-yet-valid tokens are refused',
  verifies: { 'SEC-API-005': 'all' },
  subjects: ({ fhir }) => fhir,
  needs: ['identity'],
  effect: 'intrusive',
  fix: 'Compare exp and nbf of every access token with the clock, with a minute of tolerance at most.',
  probe: context => unfitTokens(context, KINDS, ['expired', 'not-yet-valid']),
  judge: unfitVerdicts,
  messages: { 'let-in': 'A token was believed outside its time at {at} ({actual}).', broke, 'no-token': noToken },
  examples: [
    {
      name: 'refused',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { genuine: given(refusedWith(401)), forged: [refusedWith(401)] },
    },
    { name: 'let in', from: SUPPLIER, outcome: 'failed', seen: { genuine: given(givenOut()), forged: [] } },
    {
      name: 'even a forged one is let in',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { genuine: KINDS.map(kind => ({ kind, answers: [] })), forged: [givenOut()] },
    },
    {
      name: 'nobody gave a genuine one',
      from: SUPPLIER,
      outcome: 'untested',
      keys: KINDS.map(() => 'no-token'),
      seen: { genuine: KINDS.map(kind => ({ kind, answers: [] })), forged: [refusedWith(401)] },
    },
    {
      name: 'falls over',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: KINDS.map(() => 'broke'),
      seen: { genuine: given(refusedWith(500)), forged: [] },
    },
    { name: 'no test patient', from: SUPPLIER, outcome: 'untested', seen: noData('a test patient') },
    { name: 'the control fails', from: SUPPLIER, outcome: 'cantTell', seen: noGround('nobody gets in') },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { genuine: given(gatewayPage()), forged: [] },
    },
  ],
})

function given(answer: ReturnType<typeof refusedWith>) {
  return KINDS.map(kind => ({ kind, answers: [answer] }))
}
