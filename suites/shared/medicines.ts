/** What records of medicines say: which medicine, and how much of it. */
import type { Exchange, FhirSubject, Http, Judged, NotReached } from '../../runner/check.ts'
import { inJson } from './fhir-asking.ts'
import { readRecords } from './records.ts'
import { isObject, type Json, objectsIn, resourceIn } from './resource.ts'
import { isNotReached } from './scratch.ts'

export const medicineTypes = ['MedicationRequest', 'MedicationStatement', 'MedicationDispense'] as const

export interface MedicinesRead {
  readonly reads: readonly Exchange[]
  /** The Medication resources that the reads refer to, as far as they stand at the same endpoint. */
  readonly medications: readonly Exchange[]
}

const referenceOf = (record: Json | undefined): string | undefined => {
  const reference = isObject(record?.['medicationReference']) ? record['medicationReference']['reference'] : undefined
  return typeof reference === 'string' ? reference : undefined
}

/** Reads records of medicines, and the medications they refer to by a relative reference. */
export async function readMedicines(http: Http, endpoint: FhirSubject): Promise<MedicinesRead | NotReached> {
  const all = await readRecords(http, endpoint, ...medicineTypes)
  if (isNotReached(all)) return all
  const paths = all.reads.flatMap(read => referenceOf(resourceIn(read)) ?? [])
  const relative = [...new Set(paths)].filter(path => /^Medication\/[A-Za-z0-9\-.]{1,64}$/.test(path))
  return {
    ...all,
    medications: await Promise.all(relative.map(path => http.get(`${endpoint.url}/${path}`, inJson(endpoint)))),
  }
}

/** The concept that names the medicine: the record's own, or that of the Medication it holds or refers to; undefined if not found. */
export function medicineOf(record: Json, medications: readonly Judged<Exchange>[]): Json | undefined {
  if (isObject(record['medicationCodeableConcept'])) return record['medicationCodeableConcept']
  const reference = referenceOf(record)
  if (reference === undefined) return undefined
  const held = objectsIn(record['contained']).find(({ id }) => reference === `#${String(id)}`)
  const code = (held ??
    medications.map(one => resourceIn(one)).find(one => reference === `Medication/${String(one?.id)}`))?.['code']
  return isObject(code) ? code : undefined
}

export interface Dosage {
  readonly text: string
  readonly quantities: readonly Json[]
}

/** Each dosage with the quantities of its doses; both ends of a range count. */
export const dosagesOf = (record: Json): readonly Dosage[] =>
  [...objectsIn(record['dosageInstruction']), ...objectsIn(record['dosage'])].map(dosage => ({
    text: String(dosage['text'] ?? ''),
    quantities: objectsIn(dosage['doseAndRate']).flatMap(({ doseQuantity, doseRange }) => [
      ...(isObject(doseQuantity) ? [doseQuantity] : []),
      ...(isObject(doseRange) ? [doseRange['low'], doseRange['high']].filter(isObject) : []),
    ]),
  }))
