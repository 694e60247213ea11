import {
  type ApiSubject,
  type CanaryHeard,
  cantTell,
  check,
  type Exchange,
  type FhirSubject,
  failed,
  noData,
  noGround,
  notApplicable,
  passed,
} from '../../../runner/check.ts'
import { addressQuestions } from '../../shared/address-parameters.ts'
import { FETCH, heardAt } from '../../shared/canary-examples.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'

const NEEDED =
  'a canary in the target file: a listener of this machine, and the address by which the product reaches it'
const BACKGROUND_MS = 500

/** Whether the question came as far as the code that reads its parameters. */
const wasRead = ({ response }: Exchange): boolean =>
  response !== undefined && response.status < 500 && ![401, 403, 429].includes(response.status)

/**
 * A server calls no address that stands in a parameter of a question (OWASP ASVS 5.0, 1.3.6). Asked are searches by declared parameters
 * of the types uri and reference, and documented GET operations with a parameter for an address; the address is a listener of ours,
 * another one each time. A plain question is answered just before and just after.
 */
export default check({
  id: 'api/asked-addresses',
  version: 1,
  title: 'No address is called that a parameter names',
  verifies: { 'SEC-API-024': 'part' },
  subjects: ({ fhir, apis }): readonly (FhirSubject | ApiSubject)[] => [...fhir, ...apis],
  effect: 'intrusive',
  fix: 'Fetch nothing that a client names; where a feature needs it, from a list of hosts that you wrote, and with no redirects.',
  probe: async ({ http, subject, canary, nonce, pause }) => {
    const questions = addressQuestions(subject)
    const [first] = questions
    if (!first) return notApplicable('no parameter is declared that takes an address')
    const ready = await canary.ready()
    if (!ready.open) return noData(`${NEEDED} (${ready.because})`)
    const plain = async () =>
      wasRead(await http.get(first.plain, { headers: first.headers, as: first.as, fresh: true }))
    const notRead = noGround(
      `${first.plain} was not answered in order before and after, so that silence shows nothing`,
      {
        who: 'supplier',
        act: `give an identity that may ask ${first.plain}, and run again`,
      },
    )
    if (!(await plain())) return notRead
    const asked: { name: string; word: string; answer: Exchange }[] = []
    for (const { name, naming, headers, as } of questions) {
      const word = nonce()
      const { value } = await canary.heard(word)
      asked.push({ name, word, answer: await http.get(naming(value.address), { headers, as, fresh: true }) })
    }
    await pause(BACKGROUND_MS)
    const tried: { name: string; answer: Exchange; heard: CanaryHeard }[] = []
    for (const { word, ...one } of asked) tried.push({ ...one, heard: await canary.heard(word) })
    return (await plain()) ? { tried } : notRead
  },
  judge: ({ tried }) =>
    tried.map(({ name, answer, heard }) => {
      const about = { at: answer.request.url, parameter: name, expected: 'no request' }
      const [call] = heard.value.asks
      if (call)
        return failed('called', {
          ...about,
          actual: `${call.method} ${heard.value.address} by "${call.agent}", ${call.at}`,
        })
      return wasRead(answer) ? passed() : cantTell('unread', { ...about, actual: String(answer.response.status) })
    }),
  messages: {
    called: 'The server called an address that the parameter {parameter} of {at} named: {actual}.',
    unread: '{at} answered {actual}: nobody was called, but whether the parameter {parameter} was read is not seen.',
  },
  examples: [
    {
      name: 'read as text, or refused',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { tried: [tried(200), tried(400)] },
    },
    {
      name: 'one is called',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['passed', 'called'],
      seen: { tried: [tried(200), { ...tried(200), heard: heardAt(FETCH) }] },
    },
    {
      name: 'refused, yet called',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['called'],
      seen: { tried: [{ ...tried(400), heard: heardAt(FETCH) }] },
    },
    { name: 'falls over', from: SUPPLIER, outcome: 'cantTell', keys: ['unread'], seen: { tried: [tried(500)] } },
    { name: 'not let in', from: SUPPLIER, outcome: 'cantTell', keys: ['unread'], seen: { tried: [tried(403)] } },
    { name: 'no such parameter', from: SUPPLIER, outcome: 'inapplicable', seen: notApplicable('no parameter') },
    { name: 'no canary', from: SUPPLIER, outcome: 'untested', seen: noData(NEEDED) },
    { name: 'the control fails', from: SUPPLIER, outcome: 'cantTell', seen: noGround('not answered in order') },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { tried: [{ ...tried(200), answer: gatewayPage() }] },
    },
  ],
})

function tried(status: number) {
  return { name: 'organization', answer: refusedWith(status), heard: heardAt() }
}
