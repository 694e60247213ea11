/** How probes write: synthetic, tagged, remembered, deleted at the end of the run. Asks; judges nothing. */
import {
  type Exchange,
  type Landscape,
  type NotReached,
  noGround,
  type ProbeContext,
  type ResourceTypeSubject,
} from '../../runner/check.ts'
import { inJson, r4Endpoints, turnedAway } from './fhir-asking.ts'
import { written } from './givens/written.ts'
import { FHIR_JSON } from './media-type.ts'
import { type Json, summaryOf } from './resource.ts'
import { RUN_SYSTEM, synthetic, syntheticTypes } from './synthetic.ts'
import { placeOf } from './write-answer.ts'

/** A resource that a probe created, and the version it was left in. */
export interface Made {
  readonly created: Exchange
  readonly id: string
  readonly url: string
  /** The entity tag of the version that was seen last; undefined where the server gives no versions. */
  readonly etag?: string
}

export interface Scratch {
  /** The word that tags what this probe writes. */
  readonly word: string
  /** A valid resource that says the words. */
  body(words?: string): Json
  create(body: unknown, headers?: Headers): Promise<Exchange>
  /** A created resource; no ground where the server would not have it. */
  make(words?: string): Promise<Made | NotReached>
  /** Replaces what was made and says the version that this is based on, as servers may insist. */
  update(made: Made, body: Json, headers?: Headers): Promise<Exchange>
  /** Any other change; what comes into being by it is remembered as well. */
  send(method: string, url: string, body: string | undefined, headers?: Headers): Promise<Exchange>
  read(made: { readonly url: string }): Promise<Exchange>
  /** Has what came into being inside a transaction deleted at the end of the run. */
  remember(id: string): void
  /** `identifier=…` or `_tag=…` that hits this probe's resources; undefined where neither can be searched for. */
  readonly condition: string | undefined
  /** What carries this probe's word, asked anew. */
  find(condition: string): Promise<Exchange>
}
type Headers = Readonly<Record<string, string>>

export const isNotReached = (value: object): value is NotReached => 'notReached' in value

/** One type of each endpoint that declares create and whatever else is needed; one that can be deleted goes first. */
export const writing =
  (...interactions: readonly string[]) =>
  (landscape: Landscape): readonly ResourceTypeSubject[] =>
    r4Endpoints(landscape).flatMap(({ types }) => {
      const able = syntheticTypes
        .flatMap(name => types.filter(({ type }) => type === name))
        .filter(({ interactions: declared }) => ['create', ...interactions].every(code => declared.includes(code)))
      const best = able.find(({ interactions: declared }) => declared.includes('delete')) ?? able[0]
      return best ? [best] : []
    })

/** The same for endpoints that declare transactions. */
export const transacting = (
  landscape: Landscape,
  ...interactions: readonly string[]
): readonly ResourceTypeSubject[] => {
  const able = landscape.fhir.filter(({ interactions: declared }) => declared.includes('transaction'))
  return writing(...interactions)(landscape).filter(({ endpoint }) => able.some(one => one.endpoint === endpoint))
}

/** The probe's own corner of the target. */
export async function scratchFor(context: ProbeContext<ResourceTypeSubject>): Promise<Scratch | NotReached> {
  const { http, subject, landscape } = context
  const list = await context.given(written)
  if (isNotReached(list)) return list
  const word = context.nonce()
  const patients = landscape.resourceTypes.find(
    ({ type, endpoint }) => type === 'Patient' && endpoint === subject.endpoint,
  )
  const patient = patients?.instances[0] && `Patient/${patients.instances[0]}`
  const searchable = ['identifier', '_tag'].find(name => subject.searchParams.some(known => known.name === name))

  const remember = (id: string): void => {
    list.resources.push({ url: `${subject.url}/${id}`, as: subject.identity })
  }
  const send: Scratch['send'] = async (method, url, body, headers = {}) => {
    const options = inJson(subject, { 'content-type': FHIR_JSON, ...headers })
    const answer = await http.send(method, url, { ...options, ...(body !== undefined && { body }) })
    const { id } = placeOf(answer, subject.type)
    const { status = 0 } = answer.response ?? {}
    if (id && (status === 201 || (method === 'POST' && status < 300))) remember(id)
    return answer
  }
  const scratch: Scratch = {
    word,
    body: (words = `Synthetic. Written by a conformance test (${word}).`) =>
      synthetic(subject.type, word, { words, patient }),
    create: (body, headers) =>
      send('POST', subject.url, typeof body === 'string' ? body : JSON.stringify(body), headers),
    async make(words) {
      const created = await scratch.create(scratch.body(words))
      return turnedAway(created) ?? madeBy(created, subject)
    },
    update: (made, body, headers) =>
      send('PUT', made.url, JSON.stringify(body), { ...(made.etag && { 'if-match': made.etag }), ...headers }),
    send,
    remember,
    read: ({ url }) => http.get(url, { ...inJson(subject), fresh: true }),
    condition: searchable && `${searchable}=${encodeURIComponent(`${RUN_SYSTEM}|${word}`)}`,
    find: condition =>
      http.get(`${subject.url}?${condition}`, { ...inJson(subject, { 'cache-control': 'no-cache' }), fresh: true }),
  }
  return scratch
}

/** What a write left behind; no ground where it was refused, or does not say where it went. */
export function madeBy(answer: Exchange, subject: ResourceTypeSubject): Made | NotReached {
  const { response } = answer
  const { id, version } = placeOf(answer, subject.type)
  if (!response || (response.status >= 200 && response.status < 300 && id)) {
    const tag = response?.headers['etag'] ?? (version && `W/"${version}"`)
    return { created: answer, id: id ?? '', url: `${subject.url}/${id}`, ...(tag && { etag: tag }) }
  }
  return noGround(`a valid, synthetic ${subject.type} was not stored: the answer was ${summaryOf(answer)}`, {
    who: 'supplier',
    act: `let the tester's identity write a ${subject.type} in this environment, or say what it lacked, and run again`,
  })
}
