import { check, type Exchange, failed, inapplicable, noData, notApplicable, passed } from '../../../runner/check.ts'
import { bundleIn, entriesOf, linkOf } from '../../shared/bundle.ts'
import { inJson, turnedAway } from '../../shared/fhir-asking.ts'
import { BASE, found, HAPI, noAccess, patient, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { isObject, objectsIn, type Resource } from '../../shared/resource.ts'
import { knownOf, searchable, searchFor } from '../../shared/search-asking.ts'

const doctor = { resourceType: 'Practitioner', id: 'gp' }

/**
 * A declared `_include` that the self link lists brings what the match points at, where that can be read by itself (R4 search.html,
 * 3.1.1.6 with 3.1.1.5.4). A server that leaves it out of the self link did not use it, as it need not.
 */
export default check({
  id: 'fhir/included',
  version: 3,
  title: 'A declared _include that is listed as used brings what the match points at',
  verifies: { 'FHIR-SRCH-005': 'all' },
  subjects: landscape => searchable(landscape, ({ type, searchIncludes }) => searchIncludes.some(isPlain(type)), 6),
  effect: 'authenticated-read',
  fix: 'Resolve the references of the matches before the self link is written, or leave _include out of it.',

  probe: async ({ http, subject }) => {
    const known = await knownOf(http, subject, 1)
    if ('notReached' in known) return known
    const [instance] = known
    const pointing = subject.searchIncludes.filter(isPlain(subject.type)).flatMap(value => {
      const target = instance && targetOf(instance, value.split(':')[1] ?? '')
      return target ? [{ value, target }] : []
    })
    const [first] = pointing
    if (!first || !instance?.id)
      return notApplicable(`${subject.type}/${instance?.id} has no reference at a parameter that may be included`)
    const target = await http.get(`${subject.base}/${first.target}`, inJson(subject))
    if (target.response && target.response.status !== 200)
      return turnedAway(target) ?? noData(`what ${subject.type}/${instance.id} points at by ${first.value}`)
    const search = await searchFor(http, subject, instance.id, [['_include', first.value]])
    return turnedAway(search) ?? { wanted: first.target, target, search }
  },

  judge: ({ wanted, search }) => {
    const at = decodeURIComponent(search.request.url)
    const bundle = search.response.status === 200 ? bundleIn(search) : undefined
    if (!linkOf(bundle, 'self', search.request.url)?.searchParams.has('_include'))
      return inapplicable('not-used', { at })
    const there = entriesOf(bundle).map(({ resource }) => `${resource?.resourceType}/${resource?.id}`)
    return there.includes(wanted)
      ? passed({ at })
      : failed('not-included', { at, expected: wanted, actual: there.join(', ') || 'nothing' })
  },

  messages: {
    'not-used': 'The self link of {at} does not list _include, so that it was not used, as it need not be.',
    'not-included':
      'The self link of {at} lists _include as used, yet {expected} did not come along; what came is {actual}.',
  },

  examples: [
    { name: 'comes along', from: HAPI, outcome: 'passed', seen: seen([patient, doctor], '_include=x') },
    { name: 'left behind', from: SUPPLIER, outcome: 'failed', seen: seen([patient], '_include=x') },
    { name: 'not used', from: SUPPLIER, outcome: 'inapplicable', seen: seen([patient], '_id=a') },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})

function isPlain(type: string) {
  return (value: string) => value.split(':').length === 2 && value.startsWith(`${type}:`)
}

/** What an element of the parameter's name points at on the same server; `patient` stands for the subject as well. */
function targetOf(instance: Resource, parameter: string): string | undefined {
  const name = parameter.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  const element = instance[name] ?? (name === 'patient' ? instance['subject'] : undefined)
  const one = isObject(element) ? element : objectsIn(element)[0]
  const reference = String(one?.['reference'])
  return /^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/.test(reference) ? reference : undefined
}

function seen(resources: readonly { readonly resourceType: string; readonly id: string }[], self: string) {
  const search: Exchange = found(resources, self)
  return {
    wanted: 'Practitioner/gp',
    target: sent(doctor, {}, 'Practitioner/gp') as Exchange,
    search: { ...search, request: { ...search.request, url: `${BASE}/Patient?_id=a&_include=x` } },
  }
}
