import {
  advice,
  cantTell,
  check,
  type Exchange,
  type FhirSubject,
  failed,
  noData,
  type ProbeContext,
  passed,
} from '../../../runner/check.ts'
import { inJson, r4Endpoints } from '../../shared/fhir-asking.ts'
import { written } from '../../shared/givens/written.ts'
import { lacksReferences, leastOf, tagged } from '../../shared/least-resource.ts'
import { FHIR_JSON } from '../../shared/media-type.ts'
import { summaryOf } from '../../shared/resource.ts'
import { isNotReached } from '../../shared/scratch.ts'
import { placeOf } from '../../shared/write-answer.ts'
import { HAPI, refusal, SUPPLIER, wrote } from '../../shared/write-examples.ts'

const MOST_TYPES = 40

/** What a server that has not built the interaction says of it; anything else may be a rule of its own about the content. */
const notThere = new Set([404, 405, 501])

/**
 * Create works on every type that declares it (R4 http.html#capabilities), on up to forty types: each is sent the least resource that R4
 * allows, after what it has to point at. Where the type declares profiles and the definition of one is at hand, in a package of ours or
 * from the server itself, it is the least that the profile allows.
 */
export default check({
  id: 'fhir/create-declared-types',
  version: 5,
  title: 'Create works on the types that declare it (up to 40)',
  verifies: { 'FHIR-CAP-004': 'part' },
  subjects: landscape => r4Endpoints(landscape).filter(subject => subject.writable && creatable(subject).length > 0),
  effect: 'write',
  fix: 'Implement create for the type, or take it out of the CapabilityStatement.',

  probe: async context => {
    const list = await context.given(written)
    if (isNotReached(list)) return list
    const tried = await createInOrder(context, list.resources)
    const left = Math.max(0, creatable(context.subject).length - MOST_TYPES)
    return tried.length > 0 ? { tried, left } : noData('a FHIR endpoint that declares create for a resource type of R4')
  },

  judge: ({ tried, left }, { url }) => [
    ...(left > 0 ? [advice('left-out', { at: url, actual: String(left) })] : []),
    ...tried.map(({ type, created, lacking }) => {
      const { status } = created.response
      const at = created.request.url
      if (status >= 200 && status < 300) return passed({ at })
      if (notThere.has(status)) return failed('not-there', { at, type, expected: '201', actual: summaryOf(created) })
      return cantTell(lacking ? 'refused-without' : 'refused', {
        at,
        type,
        actual: summaryOf(created),
        ...(lacking && { profile: lacking }),
        owes: lacking
          ? { who: 'supplier', act: `serve the StructureDefinition ${lacking} with its snapshot, and run again` }
          : {
              who: 'reviewer',
              act: `look whether the refusal of a least ${type} is a rule that the product documents`,
            },
      })
    }),
  ],

  messages: {
    'left-out': '{actual} more types declare create at {at} and were not tried.',
    'not-there': 'The CapabilityStatement declares create for {type}, but the answer at {at} was {actual}.',
    refused: 'A valid, minimal {type} was refused at {at}: {actual}.',
    'refused-without':
      'A minimal {type} was refused at {at} ({actual}); it was not made by the profile that the type declares, {profile}, whose definition was not found.',
  },

  examples: [
    {
      name: 'stored',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { tried: [{ type: 'Observation', created: wrote(201) }], left: 0 },
    },
    {
      name: 'declared and not there',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { tried: [{ type: 'Observation', created: refusal(405, 'not-supported') }], left: 0 },
    },
    {
      name: 'a rule of its own',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { tried: [{ type: 'Observation', created: refusal(422, 'business-rule') }], left: 0 },
    },
    {
      name: 'refused, and not by its profile',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['refused-without'],
      seen: {
        tried: [
          {
            type: 'Observation',
            created: refusal(422, 'business-rule'),
            lacking: 'https://product.example/StructureDefinition/observation',
          },
        ],
        left: 0,
      },
    },
    {
      name: 'more types than are tried',
      from: HAPI,
      outcome: 'passed',
      keys: ['left-out', 'passed'],
      seen: { tried: [{ type: 'Observation', created: wrote(201) }], left: 100 },
    },
    { name: 'nothing to create', from: SUPPLIER, outcome: 'untested', seen: noData('a type that declares create') },
  ],
})

const creatable = ({ types }: FhirSubject): readonly string[] =>
  types.filter(({ interactions }) => interactions.includes('create')).map(({ type }) => type)

/** One type that was tried, with the declared profile by which its resource could not be made. */
interface Tried {
  readonly type: string
  readonly created: Exchange
  readonly lacking?: string
}

/** Creates the types in turn, what they point at first; what the server has already is pointed at as it stands. */
async function createInOrder(
  context: ProbeContext<FhirSubject>,
  remember: { url: string; as: string | null }[],
): Promise<readonly Tried[]> {
  const { http, subject, samples, nonce } = context
  const word = nonce()
  const able = creatable(subject)
  const there = Object.fromEntries(
    subject.types.flatMap(({ type, instances }) => (instances[0] ? [[type, `${type}/${instances[0]}`]] : [])),
  )
  const references: Record<string, string> = { ...there }
  const tried = new Map<string, Tried>()
  const later: string[] = []
  const create = async (type: string, last = false) => {
    const { sample, lacking } = await leastOf(context, type, references)
    if (!sample) return
    // A profile may point at more than R4 does; the rest may have made it by then.
    if (!last && lacksReferences(sample)) {
      later.push(type)
      return
    }
    const body = JSON.stringify(tagged(sample, word))
    const url = `${subject.url}/${type}`
    const created = await http.send('POST', url, { ...inJson(subject, { 'content-type': FHIR_JSON }), body })
    const { id } = placeOf(created, type)
    if (id && created.response && created.response.status < 300) {
      references[type] ??= `${type}/${id}`
      remember.push({ url: `${url}/${id}`, as: subject.identity })
    }
    tried.set(type, { type, created, ...(lacking && { lacking }) })
  }
  for (const wanted of able.slice(0, MOST_TYPES)) {
    const order = samples.order(wanted, name => name in there || able.includes(name))
    // What must point at something that is not there and cannot be made has no ground to stand on.
    if (order.some(type => !(type in there) && !able.includes(type))) continue
    for (const type of order) {
      if (tried.has(type) || (type !== wanted && type in references)) continue
      await create(type)
    }
  }
  for (const type of later) if (!tried.has(type)) await create(type, true)
  return [...tried.values()]
}
