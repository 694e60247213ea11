import { check, noData, noGround, notApplicable } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { givenOut, refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { cannotBeMade, isNotReached, protectedAddress, refusalsOf } from '../../shared/refusal.ts'
import { broke, refusedVerdict } from '../../shared/refused-verdict.ts'

const FORGERIES = ['key-in-token', 'kid-path', 'kid-query'] as const

/**
 * A token signed by a key that its own header carries opens nothing, nor does one whose key id leads to an empty file or into a query (OWASP
 * ASVS 5.0, 9.1.3; RFC 8725, 3.10). Whether the server
 * calls a key address in a token (jku, x5u) is for api/token-key-address to see.
 */
export default check({
  id: 'api/token-key',
  version: 2,
  title: 'A key that a token carries or names by a path or a query is not trusted',
  verifies: { 'SEC-API-004': 'part' },
  subjects: ({ fhir }) => fhir,
  needs: ['identity'],
  effect: 'intrusive',
  fix: 'Take keys from your own configuration or the issuer you trust; never from jwk, jku or x5u of the token.',
  probe: async ({ http, subject }) => {
    const address = protectedAddress(subject)
    if (typeof address !== 'string') return address
    const bads = FORGERIES.map(credentials => ({ as: subject.identity, credentials }))
    const refused = await refusalsOf(http, address, subject.identity, bads)
    if (isNotReached(refused)) return refused
    // An opaque token has no parts to spoil.
    const answers = refused.filter(answer => !cannotBeMade(answer))
    return answers.length === 0 ? notApplicable('The access token is no JWT, so it names no key.') : { answers }
  },
  judge: ({ answers }) => answers.map(answer => refusedVerdict(answer)),
  messages: {
    'let-in': 'A token signed by a key of our own, carried in its header, was believed at {at} ({actual}).',
    broke,
  },
  examples: [
    { name: 'refused', from: SUPPLIER, outcome: 'passed', seen: { answers: [refusedWith(401)] } },
    { name: 'let in', from: SUPPLIER, outcome: 'failed', seen: { answers: [givenOut()] } },
    { name: 'falls over', from: SUPPLIER, outcome: 'cantTell', keys: ['broke'], seen: { answers: [refusedWith(500)] } },
    {
      name: 'opaque tokens',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: notApplicable('The access token is no JWT.'),
    },
    { name: 'no test patient', from: SUPPLIER, outcome: 'untested', seen: noData('a test patient') },
    { name: 'the control fails', from: SUPPLIER, outcome: 'cantTell', seen: noGround('nobody gets in') },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { answers: [gatewayPage()] } },
  ],
})
