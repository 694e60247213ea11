import { check, failed, type Http, noData, passed, type ResourceTypeSubject } from '../../../runner/check.ts'
import { matchesOf, searchsetIn } from '../../shared/bundle.ts'
import { readOf, searchOf, turnedAway, typesWith, unusable } from '../../shared/fhir-asking.ts'
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
  version: 1,
  title: 'A token search respects system|code, |code and system|',
  verifies: { 'FHIR-SRCH-014': 'all' },
  subjects: landscape =>
    typesWith(landscape, 'search-type', 8)
      .filter(
        ({ interactions, searchParams }) =>
          interactions.includes('read') && searchParams.some(({ name }) => name === 'identifier'),
      )
      .slice(0, 2),
  effect: 'authenticated-read',
  fix: 'Index the system and the value of an identifier apart, and search by both.',

  probe: async ({ http, subject }) => {
    const known = await readOf(http, subject)
    const odd = unusable(known)
    if (odd) return odd
    const [system, value] = identifierOf(resourceIn(known)?.['identifier'])
    if (known.response && !(system && value))
      return noData(`an instance of ${subject.type} whose identifiers have a system and a value`)
    const ask = (token: string) => narrowed(http, subject, token)
    const code = escaped(value ?? '')
    const includes = [
      await ask(`${escaped(system ?? '')}|${code}`),
      await ask(`${escaped(system ?? '')}|`),
      await ask(code),
    ]
    const excludes = [await ask(`${WRONG_SYSTEM}|${code}`), await ask(`|${code}`)]
    return turnedAway(...includes, ...excludes) ?? { includes, excludes }
  },

  judge: ({ includes, excludes }) => {
    const decide = (wanted: boolean) => (search: (typeof includes)[number]) => {
      const at = decodeURIComponent(search.request.url)
      const bundle = searchsetIn(search)
      if (search.response.status !== 200 || !bundle)
        return failed('refused', { at, expected: '200 with searchset', actual: summaryOf(search) })
      if (matchesOf(bundle).length > 0 === wanted) return passed({ at })
      return wanted
        ? failed('not-found', { at, expected: 'the instance with that identifier', actual: 'nothing' })
        : failed('wrongly-found', { at, expected: 'nothing', actual: matchesOf(bundle).join(', ') })
    }
    return [...includes.map(decide(true)), ...excludes.map(decide(false))]
  },

  messages: {
    refused: 'The search {at} was refused: {actual}.',
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
    { name: 'a form refused', from: SUPPLIER, outcome: 'failed', seen: { includes: [hit], excludes: [refusal(400)] } },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

function identifierOf(identifiers: unknown): readonly (string | undefined)[] {
  const whole = objectsIn(identifiers).find(
    ({ system, value }) => typeof system === 'string' && typeof value === 'string',
  )
  return whole ? [String(whole['system']), String(whole['value'])] : []
}

/** Commas, dollars and bars in a value are escaped (R4 search.html, 3.1.1.5.7). */
function escaped(text: string): string {
  return text.replace(/[\\,$|]/g, '\\$&')
}

function narrowed(http: Http, subject: ResourceTypeSubject, token: string) {
  return searchOf(http, subject, { _id: subject.instances[0] ?? '', identifier: token })
}
