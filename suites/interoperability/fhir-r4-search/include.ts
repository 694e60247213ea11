import { advice, check, type Exchange, failed, inapplicable, passed } from '../../../runner/check.ts'
import { bundleIn, entriesOf } from '../../shared/bundle.ts'
import { inJson, turnedAway, typesWith, unusable } from '../../shared/fhir-asking.ts'
import { found, HAPI, noAccess, patient, SUPPLIER } from '../../shared/fhir-examples.ts'

const MOST_INCLUDES = 12
const doctor = { resourceType: 'Practitioner', id: 'gp' }

/**
 * What comes along by `_include` is marked include and not counted (R4 search.html, 3.1.1.5.4; Bundle.total). Servers need not include;
 * values that they declare are asked for, up to twelve of each type.
 */
export default check({
  id: 'fhir/include',
  version: 2,
  title: 'Included entries are marked include and not counted',
  verifies: { 'FHIR-SRCH-012': 'all' },
  subjects: landscape =>
    typesWith(landscape, 'search-type', 6, ({ searchIncludes, type }) => includesOf(type, searchIncludes).length > 0),
  effect: 'authenticated-read',
  fix: 'Set search.mode to include on included entries, and count matches alone in Bundle.total.',

  probe: async ({ http, subject }) => {
    const id = encodeURIComponent(subject.instances[0] ?? '')
    const searches: Exchange[] = []
    const values = includesOf(subject.type, subject.searchIncludes)
    for (const value of values.slice(0, MOST_INCLUDES))
      searches.push(await http.get(`${subject.url}?_id=${id}&_include=${encodeURIComponent(value)}`, inJson(subject)))
    return turnedAway(...searches) ?? unusable(...searches) ?? { searches, left: values.slice(MOST_INCLUDES) }
  },

  judge: ({ searches, left }) => {
    const decided = searches.flatMap(search => {
      const at = search.request.url
      const bundle = bundleIn(search)
      const asked = new URL(at)
      const own = `${asked.pathname.split('/').at(-1)}/${asked.searchParams.get('_id')}`
      const named = entriesOf(bundle).map(({ mode, resource }) => ({
        mode,
        name: `${resource?.resourceType}/${resource?.id}`,
      }))
      const others = named.filter(({ mode, name }) => name !== own && mode !== 'outcome')
      if (others.length === 0) return []
      const wrong = others.filter(({ mode }) => mode !== 'include').map(({ name }) => name)
      if (wrong.length > 0)
        return [failed('not-marked', { at, expected: 'include', actual: wrong.join(', '), places: wrong })]
      const total = bundle?.['total']
      const matches = named.filter(({ name }) => name === own).length
      return [
        total === undefined || total === matches
          ? passed({ at })
          : failed('counted', { at, expected: String(matches), actual: String(total) }),
      ]
    })
    const known =
      decided.length > 0 ? decided : [inapplicable('nothing-included', { at: searches[0]?.request.url ?? '' })]
    return left.length > 0 ? [...known, advice('left-out', { actual: left.join(', '), places: left })] : known
  },

  messages: {
    'not-marked': 'At {at} these came along with the match but are not marked include: {actual}.',
    counted: 'The total of {at} is {actual}, but {expected} resource matches; what is included does not count.',
    'left-out': 'These declared includes were not asked for, so nothing is said of them: {actual}.',
    'nothing-included': 'The server included nothing at {at}, as it may.',
  },

  examples: [
    {
      name: 'marked',
      from: HAPI,
      outcome: 'passed',
      seen: { searches: [along({ modes: ['match', 'include'], total: 1 })], left: [] },
    },
    {
      name: 'posing as matches',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { searches: [along({ total: 1 })], left: [] },
    },
    {
      name: 'counted',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { searches: [along({ modes: ['match', 'include'], total: 2 })], left: [] },
      keys: ['counted'],
    },
    {
      name: 'nothing along',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: { searches: [found([patient])], left: [] },
    },
    {
      name: 'more than are asked for',
      from: HAPI,
      outcome: 'passed',
      seen: { searches: [along({ modes: ['match', 'include'], total: 1 })], left: ['Patient:link'] },
      keys: ['passed', 'left-out'],
    },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

/** Plain values such as `Observation:subject`, those first that most instances hold. */
function includesOf(type: string, values: readonly string[]): readonly string[] {
  const plain = values.filter(value => value.split(':').length === 2 && value.startsWith(`${type}:`))
  const often = plain.filter(value =>
    /:(patient|subject|organization|encounter|general-practitioner|performer)$/.test(value),
  )
  return [...new Set([...often, ...plain])]
}
function along(parts: { readonly modes?: readonly string[]; readonly total: number }) {
  return found([patient, doctor], '_id=a&_include=Patient:general-practitioner', parts)
}
