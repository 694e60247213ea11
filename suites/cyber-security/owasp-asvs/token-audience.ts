import { check } from '../../../runner/check.ts'
import { broke } from '../../shared/refused-verdict.ts'
import { unfitExamples } from '../../shared/unfit-token-examples.ts'
import { noToken, unfitTokens, unfitVerdicts } from '../../shared/unfit-tokens.ts'

const KINDS = ['other-audience', 'other-issuer'] as const

/** A genuine token opens nothing where it is for another API, or of an issuer this API does not trust (OWASP ASVS 5.0, 9.2.3). */
export default check({
  id: 'api/token-audience',
  version: 2,
  title: 'Tokens for another audience or of another issuer are refused',
  verifies: { 'SEC-API-006': 'all' },
  subjects: ({ fhir }) => fhir,
  needs: ['identity'],
  effect: 'intrusive',
  fix: 'Compare iss and aud of every access token with your own configuration, exactly.',
  probe: context => unfitTokens(context, KINDS, ['other-audience', 'other-issuer']),
  judge: seen => unfitVerdicts(seen),
  messages: { 'let-in': 'A token for somebody else was believed at {at} ({actual}).', broke, 'no-token': noToken },
  examples: unfitExamples(KINDS),
})
