import { check, type Exchange, failed, noGround, passed } from '../../../runner/check.ts'
import { creatablePatients, postTo, takeAway } from '../../shared/created.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { FHIR_ACCEPT } from '../../shared/refusal.ts'

/** Questions that no server can make sense of, below the base. */
const nonsense = [
  'NoSuchType/1',
  'Patient/%20',
  `Patient/${'x'.repeat(65)}`,
  'Patient?birthdate=yesterday',
  'Patient?_count=many',
  'Patient/x/_history/%2F',
  '%7B%7D',
]
const bodies = ['{', '[]', '"text"', '{"resourceType":"NoSuchType"}', '{"resourceType":"Patient","birthDate":{"a":1}}']

/**
 * Malformed addresses, values and bodies are the caller's faults: anything but 5xx (PDS FHIR API, error messages; FHIR R4
 * itself lets a server answer 5xx, so that this is the NHS's convention). 501 says honestly that a thing is not built.
 */
export default check({
  id: 'nhs-api/client-faults',
  version: 1,
  title: 'Faults of the caller are answered with 4xx, never with 5xx',
  verifies: { 'NHS-API-014': 'all' },
  subjects: ({ fhir }) => fhir,
  effect: 'intrusive',
  fix: 'Check addresses, parameters, bodies and media types before they are used, and answer 400, 404, 415 or 422 with an OperationOutcome.',
  probe: async ({ http, subject }) => {
    const as = subject.identity
    const answers: Exchange[] = []
    for (const path of nonsense) answers.push(await http.get(`${subject.url}/${path}`, { headers: FHIR_ACCEPT, as }))
    const patients = creatablePatients(subject)
    if (patients)
      for (const body of bodies) {
        const answer = await postTo(http, patients, as, body)
        await takeAway(http, answer, patients, as)
        answers.push(answer)
      }
    const turnedAway = answers.every(({ response }) => response?.status === 401 || response?.status === 403)
    return turnedAway
      ? noGround('every request was turned away before it was looked at', {
          who: 'supplier',
          act: 'give the FHIR endpoint an identity and run again',
        })
      : { answers }
  },
  judge: ({ answers }) => {
    const faults = answers.filter(({ response: { status } }) => status >= 500 && status !== 501)
    if (faults.length === 0) return passed()
    const places = faults.map(
      ({ request, response }) => `${request.method} ${request.url} ${request.body?.text ?? ''} → ${response.status}`,
    )
    return failed('server-blamed', {
      at: faults[0]?.request.url,
      places,
      expected: '4xx',
      actual: String(faults[0]?.response.status),
      number: faults.length,
      of: answers.length,
    })
  },
  messages: { 'server-blamed': '{number} of {of} faults of the caller ended in 5xx, such as {actual} at {at}.' },
  examples: [
    {
      name: '4xx, each in its way',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { answers: [refusedWith(400), refusedWith(404), refusedWith(415), refusedWith(501)] },
    },
    {
      name: 'a body that is no JSON is a 500',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { answers: [refusedWith(400), refusedWith(500)] },
    },
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noGround('turned away') },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { answers: [gatewayPage()] } },
  ],
})
