/** How far the cookies of one session differ from those of the one before. The values stay here; a number goes into the record. */
import type { RawExchange } from '../instruments/http/client.ts'
import { setCookieFact } from '../recorder/facts.ts'

/** The cookies at the end of the last sign-in of each identity, by name. */
export type EarlierCookies = Map<string, ReadonlyMap<string, string>>

interface WithFacts {
  readonly facts: readonly { readonly where: string }[]
}

/** The exchange with `changed` on the fact of every cookie that the earlier session had too. */
export function comparedWith<E extends WithFacts>(
  earlier: ReadonlyMap<string, string> | undefined,
  exchange: E,
  { response }: RawExchange,
): E {
  if (!earlier || !response) return exchange
  const fields = response.rawHeaders.filter(([name]) => name.toLowerCase() === 'set-cookie')
  const changedAt = new Map(
    fields.flatMap(([, field], i) => {
      const [, name = '', value = ''] = /^\s*([^=;]*?)\s*=([^;]*)/.exec(field) ?? []
      const before = earlier.get(name)
      return before === undefined ? [] : [[setCookieFact(i), differing(before, value.trim())] as const]
    }),
  )
  const facts = exchange.facts.map(fact => {
    const changed = changedAt.get(fact.where)
    return changed === undefined ? fact : { ...fact, changed }
  })
  return { ...exchange, facts }
}

/** Places at which two values differ; what one is longer by counts too. */
function differing(a: string, b: string): number {
  let count = Math.abs(a.length - b.length)
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) count++
  return count
}
