import { advice, check, failed, inapplicable, passed } from '../../../runner/check.ts'
import { inJson, r4Endpoints, readOf, unusable } from '../../shared/fhir-asking.ts'
import { BASE, fhirSubject, noAccess, patient, refusal, SUPPLIER, sent } from '../../shared/fhir-examples.ts'
import { addressOf, containedIds, literalsIn } from '../../shared/references.ts'
import { resourceIn } from '../../shared/resource.ts'

const MOST_TYPES = 20
const MOST_ADDRESSES = 60
const pointing = (reference: string, more: object = {}) =>
  sent({ ...patient, managingOrganization: { reference }, ...more })

/**
 * A literal reference leads to a resource on this server, an internal one to what is contained (R4 references.html, ref-1). Being refused or
 * gone (401, 403, 410) is allowed for. Other servers are not asked. One instance of up to twenty types, up to sixty addresses.
 */
export default check({
  id: 'fhir/references-resolve',
  version: 2,
  title: 'Literal references lead to real resources',
  verifies: { 'FHIR-READ-021': 'all' },
  subjects: landscape =>
    r4Endpoints(landscape).filter(({ types }) => types.some(({ instances }) => instances.length > 0)),
  effect: 'authenticated-read',
  fix: 'Repair dangling references where they arise, or use an identifier where there is no resource to point to.',

  probe: async ({ http, subject }) => {
    const types = subject.types.filter(one => one.instances.length > 0 && one.interactions.includes('read'))
    const reads = await Promise.all(types.slice(0, MOST_TYPES).map(type => readOf(http, type)))
    const holders = reads.filter(read => !unusable(read))
    if (holders.length === 0) return unusable(...reads) ?? { holders, targets: [], left: [] }
    const literals = holders.flatMap(read => literalsIn(resourceIn(read) ?? { resourceType: '' }))
    const addresses = [...new Set(literals.flatMap(({ reference }) => addressOf(reference, subject.url) ?? []))]
    const targets = await Promise.all(addresses.slice(0, MOST_ADDRESSES).map(url => http.get(url, inJson(subject))))
    const left = [...types.slice(MOST_TYPES).map(({ url }) => url), ...addresses.slice(MOST_ADDRESSES)]
    return { holders, targets, left }
  },

  judge: ({ holders, targets, left }, { url: base }) => {
    const statusOf = new Map(targets.map(({ request, response }) => [request.url, response.status]))
    const decided = holders.flatMap(holder => {
      const resource = resourceIn(holder) ?? { resourceType: '' }
      const at = holder.request.url
      return literalsIn(resource).flatMap(({ path, reference }) => {
        if (reference.startsWith('#'))
          return containedIds(resource).includes(reference)
            ? [passed({ at })]
            : [failed('not-contained', { at, expected: `contained ${reference}`, actual: 'none', path })]
        const address = addressOf(reference, base)
        const status = address && statusOf.get(address)
        // An error of the server is no word on whether the resource is there.
        if (!status || status >= 500) return []
        return [
          [200, 401, 403, 410].includes(status)
            ? passed({ at })
            : failed('dangling', { at, expected: `200 at ${address}`, actual: String(status), path, reference }),
        ]
      })
    })
    const failures = decided.filter(({ outcome }) => outcome === 'failed')
    if (decided.length === 0) return inapplicable('no-literals', { at: base })
    const known = failures.length > 0 ? failures : [passed({ at: base })]
    return left.length > 0
      ? [...known, advice('left-out', { at: base, actual: `${left.length} addresses`, places: left })]
      : known
  },

  messages: {
    dangling: '{path} of {at} points at {reference}, and reading it gave {actual}.',
    'left-out': 'Of {at} {actual} were not looked at, so nothing is said of them.',
    'not-contained': '{path} of {at} points inside the resource, but has no {expected}.',
    'no-literals': 'No resource that was read at {at} holds a literal reference to this server.',
  },

  examples: [
    example(
      'resolves',
      'passed',
      pointing('Organization/o'),
      sent({ resourceType: 'Organization', id: 'o' }, {}, 'Organization/o'),
    ),
    example('is refused', 'passed', pointing(`${BASE}/Organization/o`), refusal(403, 'forbidden', 'Organization/o')),
    example('dangles', 'failed', pointing('Organization/o'), refusal(404, 'not-found', 'Organization/o')),
    {
      ...example(
        'more than are looked at',
        'passed',
        pointing('Organization/o'),
        refusal(403, 'forbidden', 'Organization/o'),
      ),
      seen: {
        holders: [pointing('Organization/o')],
        targets: [refusal(403, 'forbidden', 'Organization/o')],
        left: [`${BASE}/Organization/p`],
      },
      keys: ['passed', 'left-out'],
    },
    example('contains', 'passed', pointing('#o', { contained: [{ resourceType: 'Organization', id: 'o' }] })),
    example('does not contain', 'failed', pointing('#o')),
    example('points at another server', 'inapplicable', pointing('https://other.example/Organization/o')),
    { name: 'no access', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: fhirSubject() },
  ],
})

function example(
  name: string,
  outcome: 'passed' | 'failed' | 'inapplicable',
  holder: ReturnType<typeof sent>,
  ...targets: ReturnType<typeof sent>[]
) {
  return {
    name,
    from: SUPPLIER,
    outcome,
    seen: { holders: [holder], targets, left: [] as string[] },
    subject: fhirSubject(),
  }
}
