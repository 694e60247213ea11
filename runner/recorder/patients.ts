/**
 * The last guard before anything is stored: real-looking people. A text that holds a valid NHS number which is neither listed as
 * test data nor in the 999 range (set aside for tests) is dropped, and what depends on it cannot be told.
 */
import { isNhsNumber } from '../../suites/shared/nhs-number.ts'

/** FHIR in JSON or XML: the number within a short way of its system, on either side. */
const bySystem = /Id\/nhs-number[\s\S]{0,300}?value[\\"'\s:=]{1,8}(\d{3}[\s-]?\d{3}[\s-]?\d{4})\b/g
const beforeSystem = /value[\\"'\s:=]{1,8}(\d{3}[\s-]?\d{3}[\s-]?\d{4})\b[\s\S]{0,300}?Id\/nhs-number/g
const byLabel =
  /NHS\s*(?:No\.?|num(?:ber)?)\W{0,40}?(?:<[^>]*>\W{0,40}?){0,6}(\d{3}[\s\u00a0-]?\d{3}[\s\u00a0-]?\d{4})\b/gi
/** Written in threes and fours, as NHS numbers are shown, where the text speaks of the NHS at all. */
const grouped = /(?<![\d-])([4-7]\d{2}[ \u00a0-]\d{3}[ \u00a0-]\d{4})(?![\d-])/g

/** Whether `text` speaks of a person who is not among the listed test patients (digits only). */
export function holdsRealLookingPatient(text: string, listed: ReadonlySet<string>): boolean {
  const patterns = [bySystem, beforeSystem, byLabel, ...(/\bNHS\b/.test(text) ? [grouped] : [])]
  for (const pattern of patterns)
    for (const [, found = ''] of text.matchAll(pattern)) {
      const digits = found.replace(/\D/g, '')
      if (isNhsNumber(digits) && !digits.startsWith('999') && !listed.has(digits)) return true
    }
  return false
}
