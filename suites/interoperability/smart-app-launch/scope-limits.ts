import { check, noData, noGround } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { beyondType, needsNarrow } from '../../shared/narrow-token.ts'
import { givenOut, refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { broke, refusedVerdict } from '../../shared/refused-verdict.ts'

/** A token for one type of resource does not read another (SMART App Launch 2.2, scopes), which an identity with a wider one does read. */
export default check({
  id: 'smart/scope-limits',
  version: 2,
  title: 'A token reads no type that its scope leaves out',
  verifies: { 'SMART-BE-004': 'all' },
  subjects: ({ fhir }) => fhir,
  needs: ['oauth-client'],
  effect: 'authenticated-read',
  fix: 'Compare type and verb of every request with the scope of its token, and answer 403 to what it does not cover.',
  probe: async context => ({ refused: await beyondType(context, context.subject) }),
  judge: ({ refused }) => refusedVerdict(refused),
  messages: { 'let-in': 'A token whose scope leaves the type out read {at} ({actual}).', broke },
  examples: [
    { name: 'refused', from: SUPPLIER, outcome: 'passed', seen: { refused: refusedWith(403) } },
    { name: 'read', from: SUPPLIER, outcome: 'failed', seen: { refused: givenOut() } },
    { name: 'falls over', from: SUPPLIER, outcome: 'cantTell', keys: ['broke'], seen: { refused: refusedWith(500) } },
    { name: 'no narrow token', from: SUPPLIER, outcome: 'untested', seen: { refused: noData(needsNarrow) } },
    { name: 'the control fails', from: SUPPLIER, outcome: 'cantTell', seen: { refused: noGround('nobody gets in') } },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { refused: gatewayPage() } },
  ],
})
