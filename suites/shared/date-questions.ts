/** Questions about one known date, with prefixes and at every precision, and whether each must find it (R4 search.html, 3.1.1.4.5 and 3.1.1.4.7). */
export interface DateQuestion {
  readonly value: string
  readonly finds: boolean
}

const DAY = 86_400_000
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10)

/**
 * Questions by days stay two days off, and questions by years are left out around New Year where a clock time is known, so that no
 * answer hangs on a time zone. A time with fractions of a second is not asked for by itself: how they are stored is the server's affair.
 */
export function dateQuestions(known: string): readonly DateQuestion[] {
  const [year = '', month, day] = known.slice(0, 10).split('-')
  if (!/^\d{4}$/.test(year)) return []
  const first = Date.parse(known.slice(0, 10))
  const last = day ? first : Date.UTC(Number(year), month ? Number(month) : 12, 0)
  const [before, after] = [dayOf(first - 2 * DAY), dayOf(last + 2 * DAY)]
  const clock = known.includes('T')
  const sameYear = !clock || (before.startsWith(year) && after.startsWith(year))
  const itself = known.includes('.') ? undefined : known
  return [
    ...(itself ? [itself, `ge${itself}`, `le${itself}`].map(found) : []),
    ...(sameYear && year !== itself ? [year, `ge${year}`, `le${year}`].map(found) : []),
    ...[`gt${before}`, `lt${after}`].map(found),
    ...(itself ? [`gt${itself}`, `lt${itself}`].map(missed) : []),
    ...(sameYear && year !== itself ? [`gt${year}`, `lt${year}`].map(missed) : []),
    // A month lies in no one day of it, a year in none of its months.
    ...(day ? [] : [missed(dayOf(first + 9 * DAY))]),
    ...[before, after, `ge${after}`, `le${before}`, `ge${Number(year) + 2}`, `le${Number(year) - 2}`].map(missed),
  ]
}

const found = (value: string): DateQuestion => ({ value, finds: true })
const missed = (value: string): DateQuestion => ({ value, finds: false })
