import { check, noData, noGround } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { givenOut, refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { broke } from '../../shared/refused-verdict.ts'
import { noToken, unfitTokens, unfitVerdicts } from '../../shared/unfit-tokens.ts'

const KINDS = ['id-token'] as const

/** A genuine ID token tells a client who signed in, and opens nothing at the API (OWASP ASVS 5.0, 9.2.2; RFC 9068, 4). */
export default check({
  id: 'api/token-type',
  version: 1,
  title: 'ID tokens are not accepted as access tokens',
  verifies: { 'SEC-API-007': 'all' },
  subjects: ({ fhir }) => fhir,
  needs: ['identity'],
  effect: 'intrusive',
  fix: 'Accept only tokens with the typ of access tokens (at+jwt), or with the claims that ID tokens lack.',
  probe: context => unfitTokens(context, KINDS, []),
  judge: unfitVerdicts,
  messages: { 'let-in': 'An ID token was believed as an access token at {at} ({actual}).', broke, 'no-token': noToken },
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
