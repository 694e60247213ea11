import { type Answered, check, type Exchange, failed, noData, passed } from '../../../runner/check.ts'
import { bundleIn, linkOf, matchesOf } from '../../shared/bundle.ts'
import { turnedAway } from '../../shared/fhir-asking.ts'
import { BASE, found, HAPI, noAccess, patient, refusal, SUPPLIER } from '../../shared/fhir-examples.ts'
import { isObject, objectsIn, type Resource } from '../../shared/resource.ts'
import { knownOf, searchable, searchFor } from '../../shared/search-asking.ts'

/** A condition on another resource that nothing meets. */
const NOBODY = 'mustdo-none'

/**
 * A chain, or a `_has`, that the self link lists was really used: with a condition that nothing meets, nothing is found. A server that does
 * not support it may refuse it, or ignore it and leave it out of the link (R4 search.html, 3.1.1.6 with 3.1.1.4.15 and 3.1.1.4.16).
 */
export default check({
  id: 'fhir/self-link-truth',
  version: 4,
  title: 'Chains and _has that the self link lists were used',
  verifies: { 'FHIR-SRCH-005': 'all' },
  subjects: landscape =>
    searchable(
      landscape,
      ({ type, searchParams }) => type === 'Patient' || searchParams.some(({ name }) => name === 'patient'),
      6,
    ),
  effect: 'authenticated-read',
  fix: 'Build the self link from the conditions that the query was made of; leave chains and _has out of it where they are not supported.',

  probe: async ({ http, subject }) => {
    const known = await knownOf(http, subject, 1)
    if ('notReached' in known) return known
    const [instance] = known
    const id = instance?.id
    if (!id) return noData(`a ${subject.type} with an id`)
    const chains = subject.searchParams
      .filter(({ type }) => type === 'reference')
      .flatMap(({ name }) => {
        const target = instance && targetOf(instance, name)
        return target ? [`${name}:${target}.identifier`, `${name}.identifier`] : []
      })
    const asked = [
      ...chains.slice(0, 2),
      ...(subject.type === 'Patient' ? ['_has:Observation:patient:code', '_has:Condition:patient:code'] : []),
    ]
    const searches = await Promise.all(asked.map(name => searchFor(http, subject, id, [[name, NOBODY]])))
    if (searches.length === 0) return noData(`a ${subject.type} with a reference that a declared parameter looks at`)
    return turnedAway(...searches) ?? { searches }
  },

  judge: ({ searches }) =>
    searches.map(search => {
      const at = decodeURIComponent(search.request.url)
      const bundle = search.response.status === 200 ? bundleIn(search) : undefined
      const matches = matchesOf(bundle)
      if (matches.length === 0) return passed({ at })
      const self = linkOf(bundle, 'self', search.request.url)
      const name = [...new URL(search.request.url).searchParams.keys()].find(key => key !== '_id') ?? ''
      return self?.searchParams.has(name)
        ? failed('listed-not-used', { at, name, expected: 'nothing found', actual: matches.join(', ') })
        : passed({ at })
    }),

  messages: {
    'listed-not-used': 'The self link of {at} lists {name} as used, yet {actual} was found, which does not meet it.',
  },

  examples: [
    { name: 'used', from: HAPI, outcome: 'passed', seen: { searches: [found([])] } },
    { name: 'ignored, and left out of the link', from: SUPPLIER, outcome: 'passed', seen: seen('') },
    { name: 'refused', from: SUPPLIER, outcome: 'passed', seen: { searches: [refusal(400)] } },
    { name: 'ignored, and listed', from: SUPPLIER, outcome: 'failed', seen: seen('subject.identifier=mustdo-none') },
    { name: 'no reference', from: SUPPLIER, outcome: 'untested', seen: noData('an Observation with a subject') },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

/** The type that the element of the parameter's name points at: `subject`, and `patient` where the subject is one. */
function targetOf(instance: Resource, name: string): string | undefined {
  const element = instance[name] ?? (name === 'patient' ? instance['subject'] : undefined)
  const one = isObject(element) ? element : objectsIn(element)[0]
  return /^([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}$/.exec(String(one?.['reference']))?.[1]
}

function seen(self: string): { readonly searches: Exchange[] } {
  const answered: Answered = found([patient], self)
  const url = `${BASE}/Observation?_id=a&subject.identifier=mustdo-none`
  return { searches: [{ ...answered, request: { ...answered.request, url } }] }
}
