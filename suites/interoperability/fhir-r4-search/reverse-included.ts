import {
  cantTell,
  check,
  failed,
  inapplicable,
  type Landscape,
  noData,
  passed,
  type ResourceTypeSubject,
} from '../../../runner/check.ts'
import { bundleIn, entriesOf, linkOf } from '../../shared/bundle.ts'
import { inJson, r4Endpoints, readOf, turnedAway } from '../../shared/fhir-asking.ts'
import { BASE, found, HAPI, noAccess, patient, SUPPLIER } from '../../shared/fhir-examples.ts'
import { resourceIn, summaryOf } from '../../shared/resource.ts'
import { valueFor } from '../../shared/search-values.ts'

/** Where so many came along, one more may have been left for the client to ask for. */
const MANY = 50
const observation = { resourceType: 'Observation', id: 'o1' }

interface Reverse {
  readonly type: ResourceTypeSubject
  readonly source: ResourceTypeSubject
  readonly name: string
}

/**
 * A declared `_revinclude` that the self link lists brings a known instance that points at the match, marked include and not counted
 * (R4 search.html, 3.1.1.6 with 3.1.1.5.4). A server that leaves it out of the self link did not use it, as it need not.
 */
export default check({
  id: 'fhir/reverse-included',
  version: 5,
  title: 'A declared _revinclude that is listed as used brings what points at the match, marked include',
  verifies: { 'FHIR-SRCH-005': 'all', 'FHIR-SRCH-012': 'all' },
  subjects: landscape => {
    const sources = reversible(landscape).map(({ source }) => source)
    return sources.filter((one, place) => sources.findIndex(other => other.endpoint === one.endpoint) === place)
  },
  effect: 'authenticated-read',
  fix: 'Look up what points at the matches before the self link is written, mark it include, and count matches alone.',

  probe: async ({ http, landscape, subject }) => {
    const instance = resourceIn(await readOf(http, subject))
    const ways = reversible(landscape).filter(({ source }) => source.id === subject.id)
    const [way] = ways.flatMap(({ type, name }) => {
      const target = instance && valueFor(instance, { name, type: 'reference' })
      const [wanted, id] = target?.split('/') ?? []
      return wanted === type.type && id ? [{ type, name, id }] : []
    })
    if (!way || !instance) return noData(`a ${subject.type} that points at what a declared _revinclude starts from`)
    const query = new URLSearchParams([
      ['_id', way.id],
      ['_revinclude', `${subject.type}:${way.name}`],
    ])
    const search = await http.get(`${way.type.url}?${query}`, inJson(subject))
    const wanted = `${subject.type}/${instance.id}`
    return turnedAway(search) ?? { wanted, match: `${way.type.type}/${way.id}`, search }
  },

  judge: ({ wanted, match, search }) => {
    const at = decodeURIComponent(search.request.url)
    const [truth, marks] = ['FHIR-SRCH-005', 'FHIR-SRCH-012']
    const bundle = search.response.status === 200 ? bundleIn(search) : undefined
    const used = linkOf(bundle, 'self', search.request.url)?.searchParams.has('_revinclude')
    const named = entriesOf(bundle)
      .filter(({ mode }) => mode !== 'outcome')
      .map(({ mode, resource }) => ({ mode, name: `${resource?.resourceType}/${resource?.id}` }))
    const along = named.filter(({ name }) => name !== match)
    const wrong = along.filter(({ mode }) => mode !== 'include').map(({ name }) => name)
    const actual = named.map(({ name }) => name).join(', ') || summaryOf(search)
    const rest = linkOf(bundle, 'next', search.request.url) !== undefined || along.length >= MANY
    const counted = bundle?.['total'] !== undefined && bundle['total'] !== named.length - along.length
    return [
      {
        requirement: truth,
        ...(!used
          ? inapplicable('not-used', { at })
          : along.some(({ name }) => name === wanted)
            ? passed({ at })
            : rest
              ? cantTell('many', { at, expected: wanted, actual: String(along.length) })
              : failed('not-included', { at, expected: wanted, actual })),
      },
      {
        requirement: marks,
        ...(along.length === 0
          ? inapplicable('nothing-along', { at })
          : wrong.length > 0
            ? failed('not-marked', { at, expected: 'include', actual: wrong.slice(0, 5).join(', '), places: wrong })
            : counted
              ? failed('counted', { at, expected: '1', actual: String(bundle['total']) })
              : passed({ at })),
      },
    ]
  },

  messages: {
    'not-used': 'The self link of {at} does not list _revinclude, so that it was not used, as it need not be.',
    'not-included':
      'The self link of {at} lists _revinclude as used, yet {expected} did not come along; what came is {actual}.',
    many: 'At {at} {actual} resources came along, and {expected} may be among those that are still to be asked for.',
    'nothing-along': 'Nothing came along with the match at {at}.',
    'not-marked': 'At {at} these came along with the match but are not marked include: {actual}.',
    counted: 'The total of {at} is {actual}, but {expected} resource matches; what is included does not count.',
  },

  examples: [
    { name: 'comes along', from: HAPI, outcome: 'passed', seen: seen([patient, observation], ['match', 'include'], 1) },
    {
      name: 'listed alone',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen([patient], ['match'], 1),
      keys: ['not-included', 'nothing-along'],
    },
    {
      name: 'posing as matches',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen([patient, observation], ['match', 'match'], 2),
      keys: ['passed', 'not-marked'],
    },
    {
      name: 'counted',
      from: SUPPLIER,
      outcome: 'failed',
      seen: seen([patient, observation], ['match', 'include'], 2),
      keys: ['passed', 'counted'],
    },
    {
      name: 'more to come',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: seen([patient], ['match'], 1, 'p=2'),
      keys: ['many', 'nothing-along'],
    },
    {
      name: 'not used',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: { ...seen([], [], 0), search: found([patient], '_id=a') },
      keys: ['not-used', 'nothing-along'],
    },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

/** Ways from a known instance back to the type that declares the `_revinclude`: plain ones, those that most instances hold first. */
function reversible(landscape: Landscape): readonly Reverse[] {
  const ways = r4Endpoints(landscape).flatMap(({ types }) =>
    types
      .filter(({ interactions }) => interactions.includes('search-type'))
      .flatMap(type =>
        (type.searchRevIncludes ?? []).flatMap(value => {
          const [from, name, more] = value.split(':')
          const source = types.find(one => one.type === from && one.type !== type.type)
          const known = source && source.instances.length > 0 && source.interactions.includes('read')
          return known && name && more === undefined ? [{ type, source, name }] : []
        }),
      ),
  )
  const rare = ({ name }: Reverse) => Number(!/^(patient|subject)$/.test(name))
  return ways.sort((a, b) => rare(a) - rare(b))
}

function seen(resources: Parameters<typeof found>[0], modes: readonly string[], total: number, next?: string) {
  const search = found(resources, '_id=a&_revinclude=x', { modes, total, ...(next && { next }) })
  const url = `${BASE}/Patient?_id=a&_revinclude=Observation:patient`
  return { wanted: 'Observation/o1', match: 'Patient/a', search: { ...search, request: { ...search.request, url } } }
}
