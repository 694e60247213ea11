import { check, noData, noGround } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { givenOut, refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { protectedAddress, refusalOf } from '../../shared/refusal.ts'
import { broke, refusedVerdict } from '../../shared/refused-verdict.ts'

/** A good token in the address, where logs and histories keep it, opens nothing (RFC 9700, 4.3.2; RFC 6750, 2.3). */
export default check({
  id: 'api/token-in-address',
  version: 2,
  title: 'An access token in the address is not honoured',
  verifies: { 'SEC-API-012': 'all' },
  subjects: ({ fhir }) => fhir,
  needs: ['identity'],
  effect: 'intrusive',
  fix: 'Take access tokens from the Authorization header alone; treat ?access_token= as a request without a token.',
  probe: async ({ http, subject }) => {
    const address = protectedAddress(subject)
    if (typeof address !== 'string') return address
    const bad = { as: subject.identity, credentials: 'in-address' } as const
    return { refused: await refusalOf(http, address, subject.identity, bad) }
  },
  judge: ({ refused }) => refusedVerdict(refused),
  messages: { 'let-in': 'A token in the address was honoured at {at} ({actual}).', broke },
  examples: [
    { name: 'refused', from: SUPPLIER, outcome: 'passed', seen: { refused: refusedWith(401) } },
    { name: '400 will do', from: SUPPLIER, outcome: 'passed', seen: { refused: refusedWith(400) } },
    { name: 'honoured', from: SUPPLIER, outcome: 'failed', seen: { refused: givenOut() } },
    { name: 'falls over', from: SUPPLIER, outcome: 'cantTell', keys: ['broke'], seen: { refused: refusedWith(500) } },
    { name: 'no test patient', from: SUPPLIER, outcome: 'untested', seen: noData('a test patient') },
    { name: 'the control fails', from: SUPPLIER, outcome: 'cantTell', seen: { refused: noGround('nobody gets in') } },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { refused: gatewayPage() } },
  ],
})
