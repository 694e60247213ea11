/** In which form a date or a time is written on a page. */
import type { PageDetails } from '../../runner/check.ts'

export type DateForm = 'clinical' | 'numeric' | 'iso' | 'short-year' | 'abbreviated' | 'long' | 'time' | 'none'

const months = 'January|February|March|April|May|June|July|August|September|October|November|December'

/** `none` for what only looks like a date: a version, an address, a score. */
export function formOf({ text, context }: PageDetails['dates'][number]): DateForm {
  if (/^\d{1,2}:\d{2}/.test(text))
    return /\b(ratio|score|minutes?|mins?|duration|length)\b/i.test(context) ? 'none' : 'time'
  if (/^\d{4}-\d{2}-\d{2}/.test(text)) return 'iso'
  const numeric = /^(\d{1,2})([/.])(\d{1,2})[/.](\d{2,4})$/.exec(text)
  if (numeric) {
    const [first, second] = [Number(numeric[1]), Number(numeric[3])]
    const possible = first > 0 && second > 0 && Math.min(first, second) <= 12 && Math.max(first, second) <= 31
    return possible && !(numeric[2] === '.' && /version|release|build|\bv\d/i.test(context)) ? 'numeric' : 'none'
  }
  const day = text.replace(/,? \d{1,2}:\d{2}.*$/, '')
  if (/^\d{2}-[A-Z][a-z]{2}-\d{4}$/.test(day)) return 'clinical'
  if (/[ \u00a0,-]\d{2}$/.test(day)) return 'short-year'
  return new RegExp(`\\b(${months})\\b`, 'i').test(day) && !/^\d{1,2}-/.test(day) ? 'long' : 'abbreviated'
}
