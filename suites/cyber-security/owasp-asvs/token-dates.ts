import { check } from '../../../runner/check.ts'
import { broke } from '../../shared/refused-verdict.ts'
import { unfitExamples } from '../../shared/unfit-token-examples.ts'
import { noToken, unfitTokens, unfitVerdicts } from '../../shared/unfit-tokens.ts'

const KINDS = ['expired', 'not-yet-valid'] as const

/** A genuine token of the issuer opens nothing once it has expired, or before it is valid (OWASP ASVS 5.0, 9.2.1). */
export default check({
  id: 'api/token-dates',
  version: 2,
  title: 'Expired and not-yet-valid tokens are refused',
  verifies: { 'SEC-API-005': 'all' },
  subjects: ({ fhir }) => fhir,
  needs: ['identity'],
  effect: 'intrusive',
  fix: 'Compare exp and nbf of every access token with the clock, with a minute of tolerance at most.',
  probe: context => unfitTokens(context, KINDS, ['expired', 'not-yet-valid']),
  judge: seen => unfitVerdicts(seen),
  messages: { 'let-in': 'A token was believed outside its time at {at} ({actual}).', broke, 'no-token': noToken },
  examples: unfitExamples(KINDS),
})
