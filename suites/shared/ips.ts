/** The International Patient Summary of a test patient, and its parts. */
import {
  type Exchange,
  type Judged,
  type Landscape,
  type NotReached,
  noGround,
  notApplicable,
  type ProbeContext,
  type ResourceTypeSubject,
} from '../../runner/check.ts'
import { inJson, metadataOf, turnedAway } from './fhir-asking.ts'
import { instancesOf } from './instances.ts'
import { isObject, type Json, objectsIn, resourceIn } from './resource.ts'
import { isNotReached } from './scratch.ts'

/** Patients at R4 endpoints. */
export const ipsSubjects = (landscape: Landscape): readonly ResourceTypeSubject[] => instancesOf('Patient')(landscape)

/** Whether the statement declares the operation, on Patient or for the whole server. */
function isDeclared(statement: Json | undefined): boolean {
  const rest = objectsIn(statement?.['rest'])
  const patient = rest.flatMap(({ resource }) => objectsIn(resource)).filter(({ type }) => type === 'Patient')
  return [...rest, ...patient]
    .flatMap(({ operation }) => objectsIn(operation))
    .some(
      ({ name, definition }) =>
        /^\$?summary$/.test(String(name)) || /\/uv\/ips\/OperationDefinition\/summary(\||$)/.test(String(definition)),
    )
}

/** The answer to the operation for the first test patient; inapplicable where it is not declared. */
export async function askSummary({
  http,
  subject,
  landscape,
}: ProbeContext<ResourceTypeSubject>): Promise<{ readonly answer: Exchange } | NotReached> {
  const endpoint = landscape.fhir.find(one => one.endpoint === subject.endpoint)
  const metadata = endpoint && (await metadataOf(http, endpoint))
  if (!metadata || !isDeclared(resourceIn(metadata)))
    return notApplicable('the CapabilityStatement declares no operation summary of the International Patient Summary')
  const id = encodeURIComponent(subject.instances[0] ?? '')
  const answer = await http.get(`${subject.url}/${id}/$summary`, inJson(subject))
  return turnedAway(answer) ?? { answer }
}

/** The same where a document came back; no ground for a look at its parts otherwise. */
export async function readSummary(
  context: ProbeContext<ResourceTypeSubject>,
): Promise<{ readonly answer: Exchange } | NotReached> {
  const asked = await askSummary(context)
  if (isNotReached(asked) || !asked.answer.response || isDocument(asked.answer)) return asked
  return noGround(`${asked.answer.request.url} gave no document to look at`)
}

/** Whether the answer is a Bundle of a type that could be meant as a document. */
export const isDocument = (answer: Exchange): boolean =>
  answer.response?.status === 200 && resourceIn(answer)?.resourceType === 'Bundle'

export interface Summary {
  readonly at: string
  readonly bundle: Json
  readonly entries: readonly Json[]
  readonly composition: Json
  readonly sections: readonly Json[]
  readonly patients: readonly Json[]
}

/** The parts of the document; the composition is empty where there is none. */
export function summaryIn(answer: Judged<Exchange>): Summary {
  const bundle = resourceIn(answer) ?? {}
  const entries = objectsIn((bundle as Json)['entry'])
  const resources = entries.map(({ resource }) => resource).filter(isObject)
  const composition = resources.find(({ resourceType }) => resourceType === 'Composition') ?? {}
  return {
    at: answer.request.url,
    bundle,
    entries,
    composition,
    sections: objectsIn(composition['section']),
    patients: resources.filter(({ resourceType }) => resourceType === 'Patient'),
  }
}
