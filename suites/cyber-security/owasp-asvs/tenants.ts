import { check, failed, noData, noGround } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { givenOut, ISSUER, refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { FHIR_ACCEPT, isNotReached, protectedAddress, refusalsOf } from '../../shared/refusal.ts'
import { broke, refusedVerdict } from '../../shared/refused-verdict.ts'
import { resourcesIn } from '../../shared/resources-in.ts'

const searched = (...ids: readonly string[]) =>
  answer(
    200,
    { 'content-type': 'application/fhir+json' },
    {
      resourceType: 'Bundle',
      type: 'searchset',
      entry: ids.map(id => ({ resource: { resourceType: 'Patient', id } })),
    },
    { url: `${ISSUER}/fhir/Patient?_id=a` },
  )

/**
 * A record of one customer is neither read nor found by another customer's identity, while its own reads it before and after (OWASP
 * ASVS 5.0, 8.3.1). The other identity's own search must work, so that its credentials are known to be good.
 */
export default check({
  id: 'api/tenants',
  version: 1,
  title: 'A tenant sees nothing of another tenant',
  verifies: { 'SEC-API-011': 'all' },
  subjects: ({ fhir }) => fhir,
  needs: ['identity'],
  effect: 'authenticated-read',
  fix: 'Derive the tenant from the token, never from the request, and compare it with that of every record.',
  probe: async ({ http, subject, landscape: { facts } }) => {
    const own = facts.identities.find(({ name }) => name === subject.identity)
    const other = facts.identities.find(({ tenant }) => tenant !== undefined && tenant !== own?.tenant)
    if (!own?.tenant || !other)
      return noData('a tenant for the identity of the FHIR endpoint, and a second identity of another tenant')
    const address = protectedAddress(subject)
    if (typeof address !== 'string') return address
    const answers = await refusalsOf(http, address, own.name, [{ as: other.name }])
    if (isNotReached(answers)) return answers
    const [type = '', id = ''] = address.split('/').slice(-2)
    const search = await http.get(`${subject.url.replace(/\/$/, '')}/${type}?_id=${id}`, {
      headers: FHIR_ACCEPT,
      as: other.name,
      fresh: true,
    })
    if (search.response?.status !== 200)
      return noGround(
        `the identity ${other.name} could not search ${type} (${search.response?.status ?? search.error?.code}), so that its credentials may be bad`,
        { who: 'supplier', act: `give ${other.name} leave to search its own records, and run again` },
      )
    return { answers, search, id: decodeURIComponent(id) }
  },
  judge: ({ answers, search, id }) => {
    const found = resourcesIn(search).some(resource => (resource as { id?: string }).id === id)
    return [
      ...answers.map(answer => refusedVerdict(answer)),
      ...(found ? [failed('found', { at: search.request.url, expected: 'no entry', actual: id })] : []),
    ]
  },
  messages: {
    'let-in': '{at} is a record of one customer and was read by another ({actual}).',
    found: 'A search by another customer finds the record {actual}: {at}.',
    broke,
  },
  examples: [
    {
      name: 'apart',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { answers: [refusedWith(404)], search: searched(), id: 'a' },
    },
    {
      name: 'own records only',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { answers: [refusedWith(403)], search: searched('z'), id: 'a' },
    },
    {
      name: 'read',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['let-in'],
      seen: { answers: [givenOut()], search: searched(), id: 'a' },
    },
    {
      name: 'found',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['passed', 'found'],
      seen: { answers: [refusedWith(404)], search: searched('a'), id: 'a' },
    },
    {
      name: 'falls over',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['broke'],
      seen: { answers: [refusedWith(500)], search: searched(), id: 'a' },
    },
    { name: 'one tenant', from: SUPPLIER, outcome: 'untested', seen: noData('a second identity of another tenant') },
    { name: 'bad credentials', from: SUPPLIER, outcome: 'cantTell', seen: noGround('it could not search') },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { answers: [gatewayPage()], search: searched(), id: 'a' },
    },
  ],
})
