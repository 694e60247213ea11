import { check, noData, noGround } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { givenOut, refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { broke } from '../../shared/refused-verdict.ts'
import { noToken, unfitTokens, unfitVerdicts } from '../../shared/unfit-tokens.ts'

const KINDS = ['other-audience', 'other-issuer'] as const

/** A genuine token opens nothing where it is for another API, or of an issuer this API does not trust (OWASP ASVS 5.0, 9.2.3). */
export default check({
  id: 'api/token-audience',
  version: 1,
  title: 'Tokens for another audience or of another issuer are refused',
  verifies: { 'SEC-API-006': 'all' },
  subjects: ({ fhir }) => fhir,
  needs: ['identity'],
  effect: 'intrusive',
  fix: 'Compare iss and aud of every access token with your own configuration, exactly.',
  probe: context => unfitTokens(context, KINDS, ['other-audience', 'other-issuer']),
  judge: unfitVerdicts,
  messages: { 'let-in': 'A token for somebody else was believed at {at} ({actual}).', broke, 'no-token': noToken },
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
