import {
  advice,
  cantTell,
  check,
  failed,
  notApplicable,
  passed,
  type ResourceTypeSubject,
} from '../../../runner/check.ts'
import { r4Endpoints, readOf, searchOf, turnedAway, unusable } from '../../shared/fhir-asking.ts'
import { fhirSubject, found, noAccess, refusal, SUPPLIER, sent, typeSubject } from '../../shared/fhir-examples.ts'
import { objectsIn, resourceIn, summaryOf } from '../../shared/resource.ts'
import { errorsOfProfile } from '../../shared/validations.ts'

const PROFILE = 'https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient'
const MOST_TYPES = 12
const bare = (canonical: unknown) => String(canonical).split('|')[0] ?? ''
/** Profiles beyond R4's own definition of the type, which every server supports. */
const listedOf = ({ type, profiles }: ResourceTypeSubject) =>
  profiles.filter(one => bare(one) !== `http://hl7.org/fhir/StructureDefinition/${type}`)
const patientWith = (...profile: string[]) => ({ resourceType: 'Patient', id: 'a', meta: { profile } })

/**
 * What the statement lists as supported profile also works as a value of _profile (CapabilityStatement, supportedProfile): it finds a record that
 * claims the profile, and another value does not find it. What it finds conforms to the profile, as far as that is at hand: a server that supports
 * one "hosts/produces a set of resources that are conformant" to it, which is not to say that every resource is. Of up to twelve
 * types that list profiles, one record each.
 */
export default check({
  id: 'fhir/profiles-searchable',
  version: 5,
  title: 'Profiles that are listed work as values of _profile',
  verifies: { 'FHIR-CAP-008': 'all' },
  subjects: r4Endpoints,
  needs: ['validator'],
  effect: 'authenticated-read',
  fix: 'Index meta.profile, declare the search parameter _profile, and list the profiles that the server validates.',

  probe: async ({ http, subject, validator }) => {
    const listing = subject.types.filter(type => listedOf(type).length > 0)
    if (listing.length === 0)
      return notApplicable('the statement lists no supported profile beyond the definitions of R4')
    const searchable = listing.filter(
      ({ interactions, instances }) => interactions.includes('search-type') && instances.length > 0,
    )
    const seen = await Promise.all(
      searchable.slice(0, MOST_TYPES).map(async type => {
        const read = await readOf(http, type)
        const claimed = (resourceIn(read)?.meta as { readonly profile?: readonly unknown[] } | undefined)?.profile ?? []
        const profile = listedOf(type).find(one => claimed.some(other => bare(other) === bare(one))) ?? ''
        const id = type.instances[0] ?? ''
        const ask = (value: string) => searchOf(http, type, { _id: id, _profile: value })
        const asked = profile || String(listedOf(type)[0])
        const [same, other] = [await ask(asked), await ask(`${bare(asked)}-mustdo-unknown`)]
        const judged =
          profile && resourceIn(read) ? [{ profile, claims: false } as const, { claims: false } as const] : []
        return {
          id,
          profile,
          read,
          same,
          other,
          judged: await Promise.all(judged.map(by => validator.validate(read, by))),
        }
      }),
    )
    const exchanges = seen.flatMap(({ read, same, other }) => [read, same, other])
    if (seen.length === 0) return notApplicable('no type that lists profiles can be searched')
    return (
      turnedAway(...exchanges) ??
      unusable(...seen.map(({ read }) => read)) ?? { seen, left: searchable.length - seen.length }
    )
  },

  judge: ({ seen, left }, { url }) => [
    ...(left > 0 ? [advice('left-out', { at: url, actual: String(left) })] : []),
    ...seen.flatMap(({ id, profile, read, same, other, judged }) => {
      const holds = (answer: typeof read) =>
        objectsIn(resourceIn(answer)?.['entry']).some(
          ({ resource }) => (resource as { id?: unknown } | undefined)?.id === id,
        )
      const at = same.request.url
      if (same.response.status !== 200) return failed('refused', { at, expected: '200', actual: summaryOf(same) })
      if (other.response.status === 200 && holds(other))
        return failed('ignored', { at: other.request.url, expected: 'no match', actual: `${read.request.url}` })
      if (!profile) return cantTell('none-claimed', { at: read.request.url })
      if (!holds(same)) return failed('not-found', { at, expected: read.request.url, actual: summaryOf(same) })
      const [byProfile, byR4] = judged
      const places = byProfile ? errorsOfProfile(byProfile, byR4) : []
      if (places.length > 0)
        return failed('not-conformant', {
          at: read.request.url,
          expected: profile,
          actual: places.slice(0, 3).join('; '),
          places,
        })
      const unseen = byProfile?.notEvaluated.some(what => what === `profile ${profile}`)
      return [passed({ at }), ...(unseen ? [advice('not-evaluated', { at: read.request.url, actual: profile })] : [])]
    }),
  ],

  messages: {
    'left-out': 'At {at} {actual} more types list profiles and were not searched.',
    refused: 'A search by a listed profile at {at} was answered {actual}.',
    ignored: 'A search by a profile that {actual} does not claim found it all the same, at {at}.',
    'not-found': 'The search at {at} does not find {expected}, which claims that profile.',
    'not-conformant':
      'The record at {at} claims {expected}, which is listed as supported, and does not conform to it: {actual}.',
    'not-evaluated': 'Whether the record at {at} conforms to {actual} was not evaluated: that profile was not at hand.',
    'none-claimed':
      'The record at {at} claims none of the profiles that are listed for its type, so that finding it cannot be shown.',
  },

  examples: [
    ...(
      [
        ['found', 'passed', PROFILE, found([patientWith(PROFILE)]), found([]), [judged(), judged()]],
        [
          'not at hand',
          'passed',
          PROFILE,
          found([patientWith(PROFILE)]),
          found([]),
          [judged('', `profile ${PROFILE}`), judged()],
        ],
        [
          'breaks it',
          'failed',
          PROFILE,
          found([patientWith(PROFILE)]),
          found([]),
          [judged('Patient.identifier[0]'), judged()],
        ],
        [
          'breaks R4',
          'passed',
          PROFILE,
          found([patientWith(PROFILE)]),
          found([]),
          [judged('Patient.name'), judged('Patient.name')],
        ],
        ['not found', 'failed', PROFILE, found([]), found([]), [judged(), judged()]],
        [
          'ignored',
          'failed',
          PROFILE,
          found([patientWith(PROFILE)]),
          found([patientWith(PROFILE)]),
          [judged(), judged()],
        ],
        ['refused', 'failed', PROFILE, refusal(400), refusal(400), [judged(), judged()]],
        ['nothing claims it', 'cantTell', '', found([]), found([]), []],
      ] as const
    ).map(([name, outcome, profile, same, other, validations]) => ({
      name,
      from: SUPPLIER,
      outcome: outcome as 'passed' | 'failed' | 'cantTell',
      seen: {
        seen: [{ id: 'a', profile, read: sent(patientWith(PROFILE)), same, other, judged: [...validations] }],
        left: 0,
      },
      subject: fhirSubject({ types: [typeSubject({ profiles: [PROFILE] })] }),
    })),
    {
      name: 'more types than are searched',
      from: SUPPLIER,
      outcome: 'passed',
      keys: ['left-out', 'passed'],
      seen: {
        seen: [
          {
            id: 'a',
            profile: PROFILE,
            read: sent(patientWith(PROFILE)),
            same: found([patientWith(PROFILE)]),
            other: found([]),
            judged: [judged(), judged()],
          },
        ],
        left: 30,
      },
      subject: fhirSubject({ types: [typeSubject({ profiles: [PROFILE] })] }),
    },
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

function judged(path = '', ...notEvaluated: readonly string[]) {
  return {
    kind: 'validation' as const,
    id: 'o2',
    key: '',
    at: '2026-11-22T12:00:00.000Z',
    ms: 3,
    engine: { name: 'embedded', version: '2', packages: ['hl7.fhir.r4.core#4.0.1', 'fhir.r4.ukcore.stu2#2.0.1'] },
    of: { observation: 'o1', path: '', resource: 'Patient' },
    claims: false as const,
    issues: path ? [{ severity: 'error' as const, code: 'required', path, message: 'value is missing' }] : [],
    notEvaluated,
  }
}
