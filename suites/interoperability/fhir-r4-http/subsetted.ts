import { check, failed, inapplicable, passed } from '../../../runner/check.ts'
import { bundleIn, entriesOf } from '../../shared/bundle.ts'
import { readOf, searchOf, turnedAway, typesWith, unusable } from '../../shared/fhir-asking.ts'
import { found, HAPI, noAccess, patient, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { isSubset, resourceIn } from '../../shared/resource.ts'

const tag = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' }]
const cut = { resourceType: 'Patient', id: 'a' }
const long = { ...patient, gender: 'female', birthDate: '1970-01-31' }

/**
 * A resource that lacks elements because `_summary` or `_elements` left them out says so with the tag SUBSETTED (R4 http.html#read). Servers
 * need not leave anything out.
 */
export default check({
  id: 'fhir/subsetted',
  version: 2,
  title: 'Partial representations are tagged SUBSETTED',
  verifies: { 'FHIR-SRCH-011': 'all' },
  subjects: landscape => typesWith(landscape, 'search-type', 6, ({ interactions }) => interactions.includes('read')),
  effect: 'authenticated-read',
  fix: 'Add the tag SUBSETTED to meta.tag whenever elements were left out.',

  probe: async ({ http, subject }) => {
    const full = await readOf(http, subject)
    const odd = unusable(full)
    if (odd) return odd
    const _id = subject.instances[0] ?? ''
    const partial = [
      await searchOf(http, subject, { _id, _elements: 'id' }),
      await searchOf(http, subject, { _id, _summary: 'true' }),
    ]
    return turnedAway(...partial) ?? { full, partial }
  },

  judge: ({ full, partial }) => {
    const elements = Object.keys(resourceIn(full) ?? {})
    const id = resourceIn(full)?.id
    const cutDown = partial.flatMap(search => {
      const resource = entriesOf(bundleIn(search)).find(entry => entry.resource?.id === id)?.resource
      const absent = resource ? elements.filter(name => !(name in resource)) : []
      return resource && absent.length > 0 ? [{ at: search.request.url, resource, absent }] : []
    })
    return cutDown.length === 0
      ? inapplicable('nothing-left-out', { at: full.request.url })
      : cutDown.map(({ at, resource, absent }) =>
          isSubset(resource)
            ? passed({ at })
            : failed('untagged', {
                at,
                expected: 'meta.tag SUBSETTED',
                actual: `without ${absent.join(', ')}, untagged`,
              }),
        )
  },

  messages: {
    untagged: 'At {at} elements were left out without a word of it: the resource is {actual}.',
    'nothing-left-out': 'Asked for a part of {at}, the server gave the whole resource, as it may.',
  },

  examples: [
    {
      name: 'tagged',
      from: HAPI,
      outcome: 'passed',
      seen: { full: sent(long), partial: [found([{ ...cut, meta: { tag } } as typeof cut]), found([long])] },
    },
    {
      name: 'untagged',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { full: sent(long), partial: [found([cut]), found([cut])] },
    },
    { name: 'whole', from: SUPPLIER, outcome: 'inapplicable', seen: { full: sent(long), partial: [found([long])] } },
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess },
  ],
})
