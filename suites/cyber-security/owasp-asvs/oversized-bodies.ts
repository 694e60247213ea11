import { check, type Exchange, failed, noData, noGround, passed } from '../../../runner/check.ts'
import { creatablePatients, createdAt, needsCreate, postTo, smallPatient, takeAway } from '../../shared/created.ts'
import { noAnswer } from '../../shared/examples.ts'
import { givenOut, refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'

/** More than the 1,048,576 characters that FHIR lets a string have (R4 datatypes, string). */
const LONG = 1_100_000
const DEEP = 20_000
const QUICK_MS = 10_000
const nested = `{"resourceType":"Patient","extension":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`

/**
 * A body with a name longer than FHIR allows and one nested 20,000 deep are refused within ten seconds, and the service goes on
 * (OWASP ASVS 5.0, 5.2.1, 15.1.3, 15.2.2; the ten seconds are ours, and
 * a slow answer is asked for twice, since a busy line is no fault of the product). Closing the connection on them is a refusal too, since a
 * small body of the same kind was taken just before and just after.
 */
export default check({
  id: 'api/oversized-bodies',
  version: 2,
  title: 'Oversized and deeply nested bodies are refused quickly',
  verifies: { 'SEC-API-019': 'all' },
  subjects: ({ fhir }) => fhir,
  effect: 'intrusive',
  fix: 'Limit the size and depth of bodies before they are parsed, and answer 413 or 400.',
  judgesSilence: true,
  probe: async ({ http, subject }) => {
    const { identity } = subject
    const patients = creatablePatients(subject)
    if (!patients) return noData(needsCreate)
    const post = async (body: string): Promise<Exchange> => {
      const answer = await postTo(http, patients, identity, body)
      await takeAway(http, answer, patients, identity)
      return answer
    }
    const posted = async (body: string): Promise<Exchange> => {
      const first = await post(body)
      if (first.ms <= QUICK_MS) return first
      const second = await post(body)
      return second.ms < first.ms ? second : first
    }
    const taken = async () => createdAt(await post(smallPatient()), patients) !== undefined
    if (!(await taken())) return notTaken
    const long = await posted(smallPatient({ name: [{ family: 'x'.repeat(LONG) }] }))
    const deep = await posted(nested)
    return (await taken()) ? { long, deep } : notTaken
  },
  judge: seen =>
    (['long', 'deep'] as const).map(which => {
      const { request, response, ms } = seen[which]
      const about = {
        at: request.url,
        what: which === 'long' ? 'an oversized' : 'a deeply nested',
        expected: `a refusal within ${QUICK_MS / 1000} s`,
      }
      if (response && response.status < 300) return failed('taken', { ...about, actual: String(response.status) })
      if (response && response.status >= 500) return failed('broke', { ...about, actual: String(response.status) })
      return ms > QUICK_MS ? failed('slow', { ...about, actual: `${Math.round(ms / 1000)} s` }) : passed()
    }),
  messages: {
    taken: '{at} took {what} body ({actual}).',
    broke: '{at} answered {what} body with {actual}, a fault of its own.',
    slow: '{at} needed {actual} to refuse {what} body.',
  },
  examples: [
    {
      name: '413 and 400',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { long: refusedWith(413), deep: refusedWith(400) },
    },
    {
      name: 'hangs up on them',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'passed',
      seen: { long: noAnswer('connection-closed'), deep: refusedWith(400) },
    },
    {
      name: 'takes megabytes',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['taken', 'passed'],
      seen: { long: givenOut(), deep: refusedWith(422) },
    },
    {
      name: 'overflows',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['passed', 'broke'],
      seen: { long: refusedWith(413), deep: refusedWith(500) },
    },
    {
      name: 'chews on it',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['slow', 'passed'],
      seen: { long: { ...refusedWith(413), ms: 12_000 }, deep: refusedWith(400) },
    },
    { name: 'no write access', from: SUPPLIER, outcome: 'untested', seen: noData(needsCreate) },
    {
      name: 'small ones fail too',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: noGround('a small patient was not taken'),
    },
  ],
})

const notTaken = noGround('a small synthetic patient could not be created, so that refusing a big one shows nothing', {
  who: 'supplier',
  act: 'give the FHIR endpoint an identity that may create a Patient and run again',
})
