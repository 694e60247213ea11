import {
  cantTell,
  check,
  type Exchange,
  failed,
  noData,
  passed,
  type ResourceTypeSubject,
} from '../../../runner/check.ts'
import { bundleIn, matchesOf } from '../../shared/bundle.ts'
import { r4Endpoints, readOf, searchOf, turnedAway, unusable } from '../../shared/fhir-asking.ts'
import { found, HAPI, noAccess, patient, refusal, SUPPLIER } from '../../shared/fhir-examples.ts'
import { objectsIn, resourceIn, summaryOf } from '../../shared/resource.ts'

const WRONG_SYSTEM = 'https://wrong.example/Id/nobody'
const hit = found([patient])
const miss = found([])

/**
 * The forms of a token value, on an identifier that a known instance has: system|code and system| find it, the wrong system does not, nor does
 * |code, which asks for an identifier without a system (R4 search.html, 3.1.1.4.10). Each search is narrowed to that instance by _id.
 */
export default check({
  id: 'fhir/token-forms',
  version: 2,
  title: 'A token search respects system|code, |code and system|',
  verifies: { 'FHIR-SRCH-014': 'all' },
  subjects: landscape => r4Endpoints(landscape).filter(({ types }) => candidates(types).length > 0),
  effect: 'authenticated-read',
  fix: 'Index the system and the value of an identifier apart, and search by both.',

  probe: async ({ http, subject }) => {
    const types = candidates(subject.types)
    const reads = await Promise.all(types.map(type => readOf(http, type)))
    const known = types.flatMap((type, place) => {
      const read = reads[place]
      const token = read && !unusable(read) ? identifierOf(resourceIn(read)?.['identifier']) : undefined
      return token ? [{ type, ...token }] : []
    })
    if (known.length === 0)
      return turnedAway(...reads) ?? noData('an instance whose identifiers have a system and a value')
    const includes: Exchange[] = []
    const excludes: Exchange[] = []
    for (const { type, system, code } of known.slice(0, 2)) {
      const ask = (identifier: string) => searchOf(http, type, { _id: type.instances[0] ?? '', identifier })
      for (const token of [`${system}|${code}`, `${system}|`, code]) includes.push(await ask(token))
      for (const token of [`${WRONG_SYSTEM}|${code}`, `|${code}`]) excludes.push(await ask(token))
    }
    return turnedAway(...includes, ...excludes) ?? { includes, excludes }
  },

  judge: ({ includes, excludes }) => {
    const decide = (wanted: boolean) => (search: (typeof includes)[number]) => {
      const at = decodeURIComponent(search.request.url)
      const bundle = bundleIn(search)
      // Whether nothing found may be a 404 is the question of another check.
      if (!wanted && search.response.status === 404) return passed({ at })
      if (search.response.status !== 200 || !bundle)
        return cantTell('refused', { at, expected: '200 with searchset', actual: summaryOf(search) })
      if (matchesOf(bundle).length > 0 === wanted) return passed({ at })
      return wanted
        ? failed('not-found', { at, expected: 'the instance with that identifier', actual: 'nothing' })
        : failed('wrongly-found', { at, expected: 'nothing', actual: matchesOf(bundle).join(', ') })
    }
    return [...includes.map(decide(true)), ...excludes.map(decide(false))]
  },

  messages: {
    refused: 'The search {at} was refused: {actual}. Whether a policy stands behind that is for a person to say.',
    'not-found': 'The search {at} should find the instance that has this identifier, and found nothing.',
    'wrongly-found': 'The search {at} should find nothing, for the system is another; it found {actual}.',
  },

  examples: [
    { name: 'every form', from: HAPI, outcome: 'passed', seen: { includes: [hit, hit, hit], excludes: [miss, miss] } },
    {
      name: 'system ignored',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { includes: [hit], excludes: [hit] },
      keys: ['passed', 'wrongly-found'],
    },
    {
      name: 'system| unknown',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { includes: [hit, miss], excludes: [] },
      keys: ['passed', 'not-found'],
    },
    {
      name: 'a form refused',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { includes: [hit], excludes: [refusal(400)] },
    },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

type Candidate = Pick<ResourceTypeSubject, 'instances' | 'interactions' | 'searchParams'>
/** The first types that can be read and searched by identifier, and of which an instance is known. */
function candidates<T extends Candidate>(types: readonly T[]): readonly T[] {
  return types
    .filter(({ instances }) => instances.length > 0)
    .filter(({ interactions }) => ['read', 'search-type'].every(name => interactions.includes(name)))
    .filter(({ searchParams }) => searchParams.some(({ name }) => name === 'identifier'))
    .slice(0, 5)
}

/** The first identifier that is whole; commas, dollars and bars are escaped (R4 search.html, 3.1.1.4.19). */
function identifierOf(identifiers: unknown): { readonly system: string; readonly code: string } | undefined {
  const whole = objectsIn(identifiers).find(
    ({ system, value }) => typeof system === 'string' && typeof value === 'string',
  )
  const escaped = (text: unknown) => String(text).replace(/[\\,$|]/g, '\\$&')
  return whole && { system: escaped(whole['system']), code: escaped(whole['value']) }
}
