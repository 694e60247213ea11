/** Cache-Control as directives (RFC 9111, 5.2): lower-case names, arguments without quotes. */
export function cacheControl(field: string | undefined): ReadonlyMap<string, string> {
  const parts = (field ?? '').match(/[^\s,=]+(\s*=\s*("[^"]*"|[^\s,]*))?/g) ?? []
  return new Map(
    parts.map(part => {
      const [name = '', ...value] = part.split('=')
      return [
        name.trim().toLowerCase(),
        value
          .join('=')
          .trim()
          .replace(/^"(.*)"$/, '$1'),
      ] as const
    }),
  )
}

/** Seconds for which an answer counts as fresh; undefined where it does not say. */
export function freshFor(headers: { readonly [name: string]: string }): number | undefined {
  const directives = cacheControl(headers['cache-control'])
  if (directives.has('no-store') || directives.has('no-cache')) return 0
  const age = directives.get('max-age')
  if (age !== undefined && /^\d+$/.test(age)) return Number(age)
  if (headers['expires'] === undefined) return undefined
  const until = Date.parse(headers['expires'])
  const from = Date.parse(headers['date'] ?? '')
  return Number.isNaN(until) || Number.isNaN(from) ? 0 : Math.max(0, (until - from) / 1000)
}

/** True when no cache, the browser's own included, may keep the answer. `no-cache` and `private` let it be kept. */
export const forbidsStoring = (field: string | undefined): boolean => cacheControl(field).has('no-store')
