import { cantTell, check, failed, notApplicable, passed, type ResourceTypeSubject } from '../../../runner/check.ts'
import { r4Endpoints, readOf, searchOf, turnedAway, unusable } from '../../shared/fhir-asking.ts'
import { fhirSubject, found, noAccess, refusal, SUPPLIER, sent, typeSubject } from '../../shared/fhir-examples.ts'
import { objectsIn, resourceIn, summaryOf } from '../../shared/resource.ts'

const PROFILE = 'https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient'
const bare = (canonical: unknown) => String(canonical).split('|')[0] ?? ''
/** Profiles beyond R4's own definition of the type, which every server supports. */
const listedOf = ({ type, profiles }: ResourceTypeSubject) =>
  profiles.filter(one => bare(one) !== `http://hl7.org/fhir/StructureDefinition/${type}`)
const patientWith = (...profile: string[]) => ({ resourceType: 'Patient', id: 'a', meta: { profile } })

/**
 * What the statement lists as supported profile also works as a value of _profile (CapabilityStatement, supportedProfile): it finds a record that
 * claims the profile, and another value does not find it. Of up to three types that list profiles.
 */
export default check({
  id: 'fhir/profiles-searchable',
  version: 2,
  title: 'Profiles that are listed work as values of _profile',
  verifies: { 'FHIR-CAP-008': 'all' },
  subjects: r4Endpoints,
  effect: 'authenticated-read',
  fix: 'Index meta.profile, declare the search parameter _profile, and list the profiles that the server validates.',

  probe: async ({ http, subject }) => {
    const listing = subject.types.filter(type => listedOf(type).length > 0)
    if (listing.length === 0)
      return notApplicable('the statement lists no supported profile beyond the definitions of R4')
    const searchable = listing.filter(
      ({ interactions, instances }) => interactions.includes('search-type') && instances.length > 0,
    )
    const seen = await Promise.all(
      searchable.slice(0, 3).map(async type => {
        const read = await readOf(http, type)
        const claimed = (resourceIn(read)?.meta as { readonly profile?: readonly unknown[] } | undefined)?.profile ?? []
        const profile = listedOf(type).find(one => claimed.some(other => bare(other) === bare(one))) ?? ''
        const id = type.instances[0] ?? ''
        const ask = (value: string) => searchOf(http, type, { _id: id, _profile: value })
        const asked = profile || String(listedOf(type)[0])
        return { id, profile, read, same: await ask(asked), other: await ask(`${bare(asked)}-mustdo-unknown`) }
      }),
    )
    const exchanges = seen.flatMap(({ read, same, other }) => [read, same, other])
    if (seen.length === 0) return notApplicable('no type that lists profiles can be searched')
    return turnedAway(...exchanges) ?? unusable(...seen.map(({ read }) => read)) ?? { seen }
  },

  judge: ({ seen }) =>
    seen.map(({ id, profile, read, same, other }) => {
      const holds = (answer: typeof read) =>
        objectsIn(resourceIn(answer)?.['entry']).some(
          ({ resource }) => (resource as { id?: unknown } | undefined)?.id === id,
        )
      const at = same.request.url
      if (same.response.status !== 200) return failed('refused', { at, expected: '200', actual: summaryOf(same) })
      if (other.response.status === 200 && holds(other))
        return failed('ignored', { at: other.request.url, expected: 'no match', actual: `${read.request.url}` })
      if (!profile) return cantTell('none-claimed', { at: read.request.url })
      return holds(same)
        ? passed({ at })
        : failed('not-found', { at, expected: read.request.url, actual: summaryOf(same) })
    }),

  messages: {
    refused: 'A search by a listed profile at {at} was answered {actual}.',
    ignored: 'A search by a profile that {actual} does not claim found it all the same, at {at}.',
    'not-found': 'The search at {at} does not find {expected}, which claims that profile.',
    'none-claimed':
      'The record at {at} claims none of the profiles that are listed for its type, so that finding it cannot be shown.',
  },

  examples: [
    ...(
      [
        ['found', 'passed', PROFILE, found([patientWith(PROFILE)]), found([])],
        ['not found', 'failed', PROFILE, found([]), found([])],
        ['ignored', 'failed', PROFILE, found([patientWith(PROFILE)]), found([patientWith(PROFILE)])],
        ['refused', 'failed', PROFILE, refusal(400), refusal(400)],
        ['nothing claims it', 'cantTell', '', found([]), found([])],
      ] as const
    ).map(([name, outcome, profile, same, other]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed' | 'cantTell',
      seen: { seen: [{ id: 'a', profile, read: sent(patientWith(PROFILE)), same, other }] },
      subject: fhirSubject({ types: [typeSubject({ profiles: [PROFILE] })] }),
    })),
    {
      name: 'none listed',
      from: 'HAPI FHIR JPA 8.8.0, 2026-11-22',
      outcome: 'inapplicable',
      seen: notApplicable('the statement lists no supported profile beyond the definitions of R4'),
      subject: fhirSubject(),
    },
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: fhirSubject() },
  ],
})
