import { ucumUtils } from 'fhirpath'

const known = new Map<string, boolean>()

/** Whether UCUM has this unit, in the case-sensitive form that FHIR uses. */
export function isUnit(code: string): boolean {
  const found = known.get(code)
  if (found !== undefined) return found
  const isValid = ucumUtils.validateUnitString(code, true).status === 'valid'
  known.set(code, isValid)
  return isValid
}
