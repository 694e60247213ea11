/**
 * The last guard before a body is stored: real-looking people. A body that holds a valid NHS number which is neither listed as
 * test data nor in the 999 range (set aside for tests) is dropped, and what depends on it cannot be told.
 */
import { isNhsNumber } from '../../suites/shared/nhs-number.ts'

const inFhir = /"system"\s*:\s*"https:\/\/fhir\.nhs\.uk\/Id\/nhs-number"\s*,\s*"value"\s*:\s*"(\d{10})"/g
const inFhirReversed = /"value"\s*:\s*"(\d{10})"\s*,\s*"system"\s*:\s*"https:\/\/fhir\.nhs\.uk\/Id\/nhs-number"/g
const inText = /NHS\s*(?:No\.?|number)\W{0,40}?(\d{3}[\s\u00a0-]?\d{3}[\s\u00a0-]?\d{4})\b/gi

/** Whether `text` speaks of a person who is not among the listed test patients. */
export function holdsRealLookingPatient(text: string, listed: ReadonlySet<string>): boolean {
  for (const pattern of [inFhir, inFhirReversed, inText])
    for (const [, found = ''] of text.matchAll(pattern)) {
      const digits = found.replace(/\D/g, '')
      if (isNhsNumber(digits) && !digits.startsWith('999') && !listed.has(digits)) return true
    }
  return false
}
