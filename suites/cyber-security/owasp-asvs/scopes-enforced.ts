import { check, noData, noGround } from '../../../runner/check.ts'
import { creatablePatients, createdAt, needsCreate, postTo, smallPatient, takeAway } from '../../shared/created.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { allows, grants } from '../../shared/fhir-scopes.ts'
import { beyondType } from '../../shared/narrow-token.ts'
import { givenOut, refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { broke, refusedVerdict } from '../../shared/refused-verdict.ts'

/**
 * A token for reading does not write, and a token for one type does not read another (OWASP ASVS 5.0, 10.3.2). An identity with
 * a wider scope does both just before and just after; what it creates is deleted again.
 */
export default check({
  id: 'api/scopes-enforced',
  version: 2,
  title: 'Scopes are enforced for resource and verb',
  verifies: { 'SEC-API-008': 'all' },
  subjects: ({ fhir }) => fhir,
  needs: ['oauth-client'],
  effect: 'write',
  fix: 'Compare type and verb of every request with the scope of its token, and answer 403 to what it does not cover.',
  probe: async context => {
    const { http, oauth, landscape, subject } = context
    const patients = creatablePatients(subject)
    if (!patients || !subject.identity) return noData(needsCreate)
    const reader = (await grants(oauth, landscape)).find(
      ({ scope }) => allows(scope, 'Patient', 'r') && !allows(scope, 'Patient', 'c'),
    )
    if (!reader)
      return noData('an identity whose client may read patients and not create them, such as scope system/*.rs')
    const create = async (as: string) => {
      const answer = await postTo(http, patients, as, smallPatient())
      await takeAway(http, answer, patients, subject.identity)
      return answer
    }
    const writable = createdAt(await create(subject.identity), patients)
    const verb = await create(reader.name)
    const type = await beyondType(context, subject)
    return writable && createdAt(await create(subject.identity), patients) ? { verb, type } : notTaken
  },
  judge: ({ verb, type }) => [refusedVerdict(verb), refusedVerdict(type)],
  messages: { 'let-in': 'A token did at {at} what its scope does not cover ({actual}).', broke },
  examples: [
    {
      name: 'both refused',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { verb: refusedWith(403), type: refusedWith(403) },
    },
    {
      name: 'writes',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['let-in', 'passed'],
      seen: { verb: givenOut(), type: refusedWith(403) },
    },
    {
      name: 'falls over',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['passed', 'broke'],
      seen: { verb: refusedWith(403), type: refusedWith(500) },
    },
    { name: 'no reader', from: SUPPLIER, outcome: 'untested', seen: noData('an identity that only reads') },
    { name: 'nobody may write', from: SUPPLIER, outcome: 'cantTell', seen: noGround('not created') },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { verb: gatewayPage(), type: refusedWith(403) },
    },
  ],
})

const notTaken = noGround('a small synthetic patient could not be created, so that refusing others shows nothing', {
  who: 'supplier',
  act: 'give the FHIR endpoint an identity that may create a Patient and run again',
})
