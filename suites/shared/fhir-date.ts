/** FHIR primitives with a form of their own (R4 datatypes.html, primitive types). */

const instantShape =
  /^([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-]((0\d|1[0-3]):[0-5]\d|14:00))$/

/** An instant is known to the second at least and says its zone; the day must be one that its month has. */
export function isInstant(value: unknown): value is string {
  const match = typeof value === 'string' ? instantShape.exec(value) : null
  if (!match) return false
  const [, year, month, day] = match
  return Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
}

export const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Za-z0-9\-.]{1,64}$/.test(value)

/** Seconds since 1970 of an HTTP date (RFC 9110, 5.6.7, the preferred form); undefined for any other text. */
export function httpDate(field: string | undefined): number | undefined {
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(field ?? ''))
    return undefined
  const parsed = Date.parse(field ?? '')
  return Number.isNaN(parsed) ? undefined : parsed / 1000
}
