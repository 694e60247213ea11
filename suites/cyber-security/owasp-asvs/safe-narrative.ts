import { check, failed, noData, noGround, passed } from '../../../runner/check.ts'
import { creatablePatients, createdAt, needsCreate, postTo, smallPatient, takeAway } from '../../shared/created.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { FHIR_ACCEPT } from '../../shared/refusal.ts'

const narrative = (inner: string) => ({
  text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${inner}</div>` },
})
const active = `<p onclick="mustdo()">A</p><script>mustdo()</script>`
const stored = (inner: string) =>
  answer(200, { 'content-type': 'application/fhir+json' }, { resourceType: 'Patient', id: 'a', ...narrative(inner) })

/**
 * A script and an event handler in a narrative are refused, or gone when the resource is read again (R4 narrative.html, txt-1;
 * OWASP ASVS 5.0, 1.3.1). The same patient with a harmless narrative is taken before and after.
 */
export default check({
  id: 'api/safe-narrative',
  version: 2,
  title: 'Active content in a narrative is rejected or neutralised',
  verifies: { 'SEC-API-015': 'all' },
  subjects: ({ fhir }) => fhir,
  effect: 'intrusive',
  fix: 'Refuse a narrative with anything but the XHTML that FHIR allows, or take the rest out before it is stored.',
  probe: async ({ http, subject }) => {
    const { identity } = subject
    const patients = creatablePatients(subject)
    if (!patients) return noData(needsCreate)
    const harmless = async () => {
      const made = await postTo(http, patients, identity, smallPatient(narrative('<p>A</p>')))
      await takeAway(http, made, patients, identity)
      return createdAt(made, patients) !== undefined
    }
    if (!(await harmless())) return notTaken
    const written = await postTo(http, patients, identity, smallPatient(narrative(active)))
    const address = createdAt(written, patients)
    try {
      const seen = address ? await http.get(address, { headers: FHIR_ACCEPT, as: identity, fresh: true }) : written
      return (await harmless()) ? { seen } : notTaken
    } finally {
      await takeAway(http, written, patients, identity)
    }
  },
  judge: ({ seen: { request, response } }) => {
    if (response.status >= 500)
      return failed('broke', { at: request.url, expected: '400 or 422', actual: String(response.status) })
    const found = response.status < 300 ? /<script|onclick/i.exec(response.body.text ?? '')?.[0] : undefined
    return found
      ? failed('kept', { at: request.url, expected: 'a refusal, or a narrative without it', actual: found })
      : passed()
  },
  messages: {
    kept: 'A narrative with {actual} was stored and is given back at {at}.',
    broke: '{at} answered a narrative with active content by {actual}, a fault of its own.',
  },
  examples: [
    { name: 'refused', from: SUPPLIER, outcome: 'passed', seen: { seen: refusedWith(422) } },
    { name: 'taken out', from: SUPPLIER, outcome: 'passed', seen: { seen: stored('<p>A</p>') } },
    {
      name: 'stored and given back',
      from: 'HAPI FHIR JPA 8.8.0, 2026-11-22',
      outcome: 'failed',
      keys: ['kept'],
      seen: { seen: stored(active) },
    },
    { name: 'falls over', from: SUPPLIER, outcome: 'failed', keys: ['broke'], seen: { seen: refusedWith(500) } },
    { name: 'no write access', from: SUPPLIER, outcome: 'untested', seen: noData(needsCreate) },
    {
      name: 'harmless ones fail too',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: noGround('a harmless narrative was not taken'),
    },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { seen: gatewayPage() } },
  ],
})

const notTaken = noGround(
  'a patient with a harmless narrative could not be created, so that refusing another shows nothing',
  {
    who: 'supplier',
    act: 'give the FHIR endpoint an identity that may create a Patient and run again',
  },
)
