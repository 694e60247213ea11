import { check, type Exchange, failed, noData, noGround, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { ISSUER, refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { FHIR_ACCEPT, isNotReached } from '../../shared/refusal.ts'
import { isAbout, resourcesIn } from '../../shared/resources-in.ts'
import { routesTo } from '../../shared/routes-to-patient.ts'

const fhir = { 'content-type': 'application/fhir+json' }
const url = `${ISSUER}/fhir/Observation?patient=b`
const observation = { resourceType: 'Observation', id: 'o', subject: { reference: 'Patient/b' } }
const found = (...resources: object[]) =>
  answer(200, fhir, { resourceType: 'Bundle', entry: resources.map(resource => ({ resource })) }, { url })

/**
 * Nothing of another patient is given to a patient's own token, by whatever route: read, history, search, include, everything
 * (OWASP ASVS 5.0, 8.2.2). Both patients read their own record before and after, so that each record is there and each token good.
 */
export default check({
  id: 'api/other-patients',
  version: 2,
  title: "One patient's token gives nothing of another patient",
  verifies: { 'SEC-API-009': 'all' },
  subjects: ({ fhir }) => fhir,
  needs: ['two-identities'],
  effect: 'authenticated-read',
  fix: "Compare every resource that an answer holds with the token's patient: on reads, versions, searches, includes and operations.",
  probe: async ({ http, subject, landscape }) => {
    const [one, two] = landscape.facts.identities.filter(({ patient }) => patient)
    if (!one?.patient || !two?.patient || one.patient === two.patient)
      return noData('two identities of two different patients')
    const own = async (): Promise<boolean> => {
      for (const { name, patient } of [one, two]) {
        const seen = await http.get(`${subject.url}/Patient/${patient}`, {
          headers: FHIR_ACCEPT,
          as: name,
          fresh: true,
        })
        if (seen.response?.status !== 200) return false
      }
      return true
    }
    if (!(await own())) return cannotReadOwn
    const routes = await routesTo(http, subject, two.name, two.patient)
    if (isNotReached(routes)) return routes
    const answers: Exchange[] = []
    for (const route of routes) answers.push(await http.get(route, { headers: FHIR_ACCEPT, as: one.name, fresh: true }))
    if (!(await own())) return cannotReadOwn
    return { other: two.patient, answers }
  },
  judge: ({ other, answers }) => {
    const leaks = answers.filter(
      seen => seen.response.status < 300 && resourcesIn(seen).some(resource => isAbout(resource, other)),
    )
    const broken = answers.filter(seen => seen.response.status >= 500)
    const at = leaks[0]?.request.url ?? broken[0]?.request.url ?? ''
    if (leaks.length > 0) {
      const places = leaks.map(({ request }) => request.url)
      return failed('reads-another', {
        at,
        places,
        routes: leaks.length,
        tried: answers.length,
        expected: '403, 404 or nothing of the patient',
        actual: '200 with the record',
      })
    }
    return broken.length > 0
      ? {
          outcome: 'cantTell',
          key: 'broke',
          at,
          expected: '403, 404 or nothing of the patient',
          actual: String(broken[0]?.response.status),
        }
      : passed()
  },
  messages: {
    'reads-another': "One patient's token read another patient's record by {routes} of {tried} routes, such as {at}.",
    broke: '{at} answered {actual}: nothing was given away, but the request was not refused in order.',
  },
  examples: [
    {
      name: 'refused or filtered',
      from: SUPPLIER,
      outcome: 'passed',
      seen: {
        other: 'b',
        answers: [refusedWith(404), found(), found({ ...observation, subject: { reference: 'Patient/a' } })],
      },
    },
    { name: 'refused with 403', from: SUPPLIER, outcome: 'passed', seen: { other: 'b', answers: [refusedWith(403)] } },
    {
      name: 'search gives it',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { other: 'b', answers: [refusedWith(404), found(observation)] },
    },
    {
      name: 'read gives it',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { other: 'b', answers: [answer(200, fhir, { resourceType: 'Patient', id: 'b' }, { url })] },
    },
    {
      name: 'one route falls over',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { other: 'b', answers: [refusedWith(404), refusedWith(500)] },
    },
    {
      name: 'own record not to be read',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: noGround('a patient cannot read its own record'),
    },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { other: 'b', answers: [refusedWith(404), gatewayPage()] },
    },
  ],
})

const cannotReadOwn = noGround(
  'a patient of the target file could not read its own record, so that refusing others shows nothing',
  {
    who: 'supplier',
    act: 'give two identities that may read the patients named beside them',
  },
)
