/** Whether a product keeps the elements that a profile wants supported: what it is told, it tells again. */
import type { Exchange, Landscape, NotReached, ProbeContext, ResourceTypeSubject } from '../../runner/check.ts'
import { r4Endpoints, unusable } from './fhir-asking.ts'
import { lost } from './lost.ts'
import { type Json, resourceIn } from './resource.ts'
import { isNotReached, madeBy, scratchFor } from './scratch.ts'
import { RUN_SYSTEM } from './synthetic.ts'

/** The type at each endpoint where it can be created and read. */
export const creatable =
  (name: string) =>
  (landscape: Landscape): readonly ResourceTypeSubject[] =>
    r4Endpoints(landscape).flatMap(({ types }) =>
      types.filter(
        ({ type, interactions }) => type === name && ['create', 'read'].every(one => interactions.includes(one)),
      ),
    )

/** An id of a type at the same endpoint, as a reference; undefined where none is known. */
export const referenceTo = ({ landscape, subject }: ProbeContext<ResourceTypeSubject>, name: string) => {
  const id = landscape.resourceTypes.find(({ type, endpoint }) => type === name && endpoint === subject.endpoint)
    ?.instances[0]
  return id === undefined ? undefined : { reference: `${name}/${id}` }
}

export interface Kept {
  readonly sent: Json
  readonly read: Exchange
}

/** Stores a synthetic resource of the subject's type with these elements, and reads it. */
export async function storeAndRead(
  context: ProbeContext<ResourceTypeSubject>,
  elements: Json,
): Promise<Kept | NotReached> {
  const { subject } = context
  const scratch = await scratchFor(context)
  if (isNotReached(scratch)) return scratch
  const { word } = scratch
  const meta = { tag: [{ system: RUN_SYSTEM, code: word }] }
  const sent = { resourceType: subject.type, identifier: [{ system: RUN_SYSTEM, value: word }], ...elements }
  const created = await scratch.create({ ...sent, meta })
  const made = madeBy(created, subject)
  if (isNotReached(made)) return made
  const read = await scratch.read(made)
  return unusable(read) ?? { sent, read }
}

/** Names of the elements sent that did not come back as they were. */
export const lostElements = ({ sent, read }: Kept): readonly string[] => {
  const resource = resourceIn(read)
  return Object.keys(sent).filter(name => lost(sent[name], resource?.[name]).length > 0)
}
