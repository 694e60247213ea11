import { check } from '../../../runner/check.ts'
import { broke } from '../../shared/refused-verdict.ts'
import { unfitExamples } from '../../shared/unfit-token-examples.ts'
import { noToken, unfitTokens, unfitVerdicts } from '../../shared/unfit-tokens.ts'

const KINDS = ['id-token'] as const

/** A genuine ID token tells a client who signed in, and opens nothing at the API (OWASP ASVS 5.0, 9.2.2; RFC 9068, 4). */
export default check({
  id: 'api/token-type',
  version: 2,
  title: 'ID tokens are not accepted as access tokens',
  verifies: { 'SEC-API-007': 'all' },
  subjects: ({ fhir }) => fhir,
  needs: ['identity'],
  effect: 'intrusive',
  fix: 'Accept only tokens with the typ of access tokens (at+jwt), or with the claims that ID tokens lack.',
  probe: context => unfitTokens(context, KINDS, []),
  judge: seen => unfitVerdicts(seen),
  messages: { 'let-in': 'An ID token was believed as an access token at {at} ({actual}).', broke, 'no-token': noToken },
  examples: unfitExamples(KINDS),
})
