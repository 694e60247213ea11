import { check, noData, noGround, notApplicable } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { givenOut, refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { cannotBeMade, protectedAddress, refusalOf } from '../../shared/refusal.ts'
import { broke, refusedVerdict } from '../../shared/refused-verdict.ts'

/**
 * A token signed by a key that its own header carries opens nothing (OWASP ASVS 5.0, 9.1.3; RFC 8725, 3.10). Whether the server
 * calls a key address in a token (jku, x5u) shows only at that address, and is left to a person.
 */
export default check({
  id: 'api/token-key',
  version: 1,
  title: 'A key that a token carries is not trusted',
  verifies: { 'SEC-API-004': 'part' },
  subjects: ({ fhir }) => fhir,
  needs: ['identity'],
  effect: 'intrusive',
  fix: 'Take keys from your own configuration or the issuer you trust; never from jwk, jku or x5u of the token.',
  probe: async ({ http, subject }) => {
    const address = protectedAddress(subject)
    if (typeof address !== 'string') return address
    const refused = await refusalOf(http, address, subject.identity, {
      as: subject.identity,
      credentials: 'key-in-token',
    })
    if (cannotBeMade(refused)) return notApplicable('The access token is no JWT, so it names no key.')
    return { refused }
  },
  judge: ({ refused }) => refusedVerdict(refused),
  messages: {
    'let-in': 'A token signed by a key of our own, carried in its header, was believed at {at} ({actual}).',
    broke,
  },
  examples: [
    { name: 'refused', from: SUPPLIER, outcome: 'passed', seen: { refused: refusedWith(401) } },
    { name: 'let in', from: SUPPLIER, outcome: 'failed', seen: { refused: givenOut() } },
    { name: 'falls over', from: SUPPLIER, outcome: 'cantTell', keys: ['broke'], seen: { refused: refusedWith(500) } },
    {
      name: 'opaque tokens',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: notApplicable('The access token is no JWT.'),
    },
    { name: 'no test patient', from: SUPPLIER, outcome: 'untested', seen: noData('a test patient') },
    { name: 'the control fails', from: SUPPLIER, outcome: 'cantTell', seen: { refused: noGround('nobody gets in') } },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { refused: gatewayPage() } },
  ],
})
