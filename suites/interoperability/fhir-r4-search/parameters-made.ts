import {
  advice,
  cantTell,
  check,
  type Exchange,
  notApplicable,
  type ProbeContext,
  type ResourceTypeSubject,
} from '../../../runner/check.ts'
import { inJson, r4Endpoints, turnedAway } from '../../shared/fhir-asking.ts'
import { found, patient } from '../../shared/fhir-examples.ts'
import { written } from '../../shared/givens/written.ts'
import { FHIR_JSON } from '../../shared/media-type.ts'
import { decidePair, type Pair, pairMessages, pairsFor } from '../../shared/parameter-pairs.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'
import { isNotReached } from '../../shared/scratch.ts'
import { isMakeable, knownOf, matchesIn, referencesOf } from '../../shared/search-asking.ts'
import { canFill, filled } from '../../shared/search-filled.ts'
import { nobodys, type Parameter, valueFor } from '../../shared/search-values.ts'
import { placeOf } from '../../shared/write-answer.ts'
import { refusal, refusedExample, SUPPLIER, wrote } from '../../shared/write-examples.ts'

const MOST_TYPES = 12
/** Parameters of every type, asked for on the first type that is written at all. */
const everywhere = new Set(['_tag', '_security'])

interface Made {
  readonly created: Exchange
  readonly names: readonly string[]
  readonly pairs: readonly Pair[]
}

/**
 * What fhir/parameters-discriminate asks of known instances is asked of written ones where no known instance has a value (R4 search.html,
 * 3.1.1.6): each declared parameter finds its value and leaves out another. Up to twelve types that can be created, searched and deleted.
 */
export default check({
  id: 'fhir/parameters-made',
  version: 6,
  title: 'Search parameters of which the data has no value find what a test writes for them',
  verifies: { 'FHIR-CAP-005': 'all' },
  subjects: landscape => r4Endpoints(landscape).filter(({ types }) => types.some(isMakeable)),
  effect: 'write',
  fix: 'Index the element that the parameter looks at, or take the parameter out of the CapabilityStatement.',

  probe: async context => {
    const { subject } = context
    // Each has its word before any is asked about: a replay meets the same words in whatever order answers came.
    const makeable = subject.types.filter(isMakeable)
    const types = makeable.slice(0, MOST_TYPES).map(type => ({ type, word: context.nonce() }))
    const made: Made[] = []
    // Until one is written, since it is asked about what all types have; the others side by side.
    while (made.length === 0) {
      const next = types.shift()
      if (!next) break
      const more = await makeFor(context, next, true)
      if (isNotReached(more)) return more
      made.push(...more)
    }
    for (const more of await Promise.all(types.map(one => makeFor(context, one, false)))) {
      if (isNotReached(more)) return more
      made.push(...more)
    }
    if (made.length === 0)
      return notApplicable('known instances have a value for every parameter that could be asked for')
    return (
      turnedAway(...made.flatMap(({ created, pairs }) => [created, ...pairs.map(({ search }) => search)])) ?? {
        made,
        left: Math.max(0, makeable.length - MOST_TYPES),
      }
    )
  },

  judge: ({ made, left }, { url }) => [
    ...(left > 0 ? [advice('left-out', { at: url, actual: String(left) })] : []),
    ...made.flatMap(({ created, names, pairs }) =>
      pairs.length > 0
        ? pairs.map(decidePair)
        : [
            cantTell('not-stored', {
              at: created.request.url,
              name: names.join(', '),
              actual: summaryOf(created),
              owes: {
                who: 'supplier',
                act: `let the test data hold values that ${names.join(', ')} search by, or take the resource that was sent`,
              },
            }),
          ],
    ),
  ],

  messages: {
    ...pairMessages,
    'left-out': 'At {at} {actual} more types can be created, searched and deleted, and were not tried.',
    'not-stored':
      'No known instance has a value for {name}, and what was written to have one was not there to be found at {at}: {actual}.',
  },

  examples: [
    { name: 'found and left out', from: SUPPLIER, outcome: 'passed', seen: seen([found([patient]), found([])]) },
    {
      name: 'more types than are tried',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { ...seen([found([patient]), found([])]), left: 20 },
      keys: ['left-out', 'passed', 'passed'],
    },
    {
      name: 'listed alone',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen([found([patient]), found([patient])]),
      keys: ['passed', 'not-left-out'],
    },
    {
      name: 'never found',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen([found([]), found([])]),
      keys: ['missed', 'passed'],
    },
    { name: 'refused', from: SUPPLIER, outcome: 'cantTell', seen: seen([refusal(400)]), keys: ['refused'] },
    {
      name: 'not stored',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { made: [{ created: refusal(422) as Exchange, names: ['method'], pairs: [] as Pair[] }], left: 0 },
      keys: ['not-stored'],
    },
    {
      name: 'nothing missing',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: notApplicable('known instances have a value for every parameter that could be asked for'),
    },
    { ...refusedExample, subject: undefined as never },
  ],
})

/** Writes what has the values that no known instance has, and asks for them. */
async function makeFor(
  context: ProbeContext<unknown>,
  { type, word }: { readonly type: ResourceTypeSubject; readonly word: string },
  first: boolean,
) {
  const { http, landscape } = context
  const reads = type.instances.length > 0 ? await knownOf(http, type, 3) : []
  const known = 'notReached' in reads ? [] : reads
  const references = referencesOf(landscape, type.endpoint)
  const missing = type.searchParams.filter(
    (parameter: Parameter) =>
      parameter.type in nobodys &&
      (parameter.name.startsWith('_') ? first && everywhere.has(parameter.name) : true) &&
      !known.some(one => valueFor(one, parameter)) &&
      canFill(type.type, parameter, references),
  )
  if (missing.length === 0) return []
  const list = await context.given(written)
  if (isNotReached(list)) return list
  const made: Made[] = []
  for (const { body, parameters } of filled(type.type, missing, word, references)) {
    const options = inJson(type, { 'content-type': FHIR_JSON })
    const created = await http.send('POST', type.url, { ...options, body: JSON.stringify(body) })
    const { id } = placeOf(created, type.type)
    const names = parameters.map(({ name }) => name)
    if (!id || !created.response || created.response.status >= 300) {
      made.push({ created, names, pairs: [] })
      continue
    }
    const url = `${type.url}/${id}`
    list.resources.push({ url, as: type.identity })
    const stored = resourceIn(await http.get(url, inJson(type)))
    const own = parameters.flatMap(parameter => {
      const value = stored && valueFor(stored, parameter)
      return value ? [{ ...parameter, value }] : []
    })
    // A server may take its time before what is stored can be searched for.
    const search = async () => http.get(`${type.url}?_id=${id}`, { ...inJson(type), fresh: true })
    let there = matchesIn(await search())?.length
    for (let tries = 0; !there && tries < 3; tries++) {
      await context.pause(1000)
      there = matchesIn(await search())?.length
    }
    made.push({ created, names, pairs: there && own.length > 0 ? await pairsFor(http, type, id, own) : [] })
  }
  return made
}

function seen([hit, miss]: readonly Exchange[]) {
  const pair = (search: Exchange, finds: boolean): Pair => ({ name: 'method', search, finds })
  const pairs = [...(hit ? [pair(hit, true)] : []), ...(miss ? [pair(miss, false)] : [])]
  return { made: [{ created: wrote(201) as Exchange, names: ['method'], pairs }], left: 0 }
}
