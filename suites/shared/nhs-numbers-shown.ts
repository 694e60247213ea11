import type { PageFacts, PageVisit } from '../../runner/check.ts'
import { isNhsNumber } from './nhs-number.ts'

/**
 * NHS numbers in the text of a page: well-formed, in the ranges given to people in England or to test patients, on a page that
 * speaks of NHS numbers. Other ten-digit numbers (orders, books, telephones) pass the check digit one time in eleven.
 */
export function nhsNumbersOn({ facts }: PageVisit): PageFacts['numbers'] {
  if (!facts) return []
  const speaksOfThem = /\bNHS\s+(no\b|number)/i.test(facts.text)
  return facts.numbers.filter(
    ({ text, context }) => /^[4679]/.test(text) && isNhsNumber(text) && (speaksOfThem || /\bNHS\b/i.test(context)),
  )
}
