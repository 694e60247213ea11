/** Records of several types at one FHIR endpoint, for checks of what they say together. */
import {
  type Decision,
  type Exchange,
  type FhirSubject,
  type Http,
  type Landscape,
  type NotReached,
  noData,
} from '../../runner/check.ts'
import { r4Endpoints, readOf, turnedAway } from './fhir-asking.ts'
import { resourceIn } from './resource.ts'

const readable = ({ types }: FhirSubject, names: readonly string[]) =>
  types.filter(
    ({ type, interactions, instances }) =>
      names.includes(type) && interactions.includes('read') && instances.length > 0,
  )

/** R4 endpoints at which instances of any of the types are known and may be read. */
export const endpointsWith =
  (...names: readonly string[]) =>
  (landscape: Landscape): readonly FhirSubject[] =>
    r4Endpoints(landscape).filter(endpoint => readable(endpoint, names).length > 0)

/** Reads up to three instances of each of the types; what is refused or gone is left out, unless nothing is left. */
export async function readRecords(
  http: Http,
  endpoint: FhirSubject,
  ...names: readonly string[]
): Promise<{ readonly reads: readonly Exchange[] } | NotReached> {
  const reads = await Promise.all(
    readable(endpoint, names).flatMap(type => type.instances.slice(0, 3).map(id => readOf(http, type, id))),
  )
  const whole = reads.filter(read => !read.response?.body.cut)
  const usable = whole.filter(read => !read.response || (read.response.status === 200 && resourceIn(read)))
  if (usable.length > 0) return { reads: usable }
  return turnedAway(...reads) ?? noData(`test data that may be read: ${names.join(', ')}`)
}

/** None of the records read has what the clause speaks of: untested, and it names what would. */
export const nothingSaid = (record: string): Decision => ({
  outcome: 'untested',
  key: 'nothing-said',
  what: record,
  owes: { who: 'supplier', act: `add ${record} to the test data` },
})
export const nothingSaidMessage = { 'nothing-said': 'None of the records that were read is {what}.' }
