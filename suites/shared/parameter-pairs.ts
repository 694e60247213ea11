/** Searches by a value that an instance has and by one that it has not, and what their answers say of the parameter. */
import {
  type Answered,
  cantTell,
  type Exchange,
  failed,
  type Http,
  passed,
  type ResourceTypeSubject,
} from '../../runner/check.ts'
import { summaryOf } from './resource.ts'
import { matchesIn, type Query, searchFor } from './search-asking.ts'
import { nobodys, type Parameter } from './search-values.ts'

export interface Pair {
  readonly name: string
  readonly search: Exchange
  /** Whether the search must find the instance: by its own value, or by one that it does not have. */
  readonly finds: boolean
}

export type Held = Parameter & { readonly value: string }

/** All own values at once, and singly where that finds nothing; then each parameter by a value of nobody's. */
export async function pairsFor(
  http: Http,
  subject: ResourceTypeSubject,
  id: string,
  own: readonly Held[],
): Promise<readonly Pair[]> {
  const pairs: Pair[] = []
  const all = await searchFor(http, subject, id, queryOf(own))
  const singly = matchesIn(all)?.length ? [] : own
  if (singly.length === 0) pairs.push({ name: own.map(({ name }) => name).join(', '), search: all, finds: true })
  for (const one of singly)
    pairs.push({ name: one.name, search: await searchFor(http, subject, id, queryOf([one])), finds: true })
  for (const { name, type } of own) {
    const search = await searchFor(http, subject, id, [[name, nobodys[type] ?? '']])
    pairs.push({ name, search, finds: false })
  }
  return pairs
}

const queryOf = (own: readonly Held[]): Query => own.map(({ name, value }) => [name, value])

export function decidePair({ name, search, finds }: Omit<Pair, 'search'> & { readonly search: Answered }) {
  const at = decodeURIComponent(search.request.url)
  const matches = matchesIn(search)
  // A value that is refused was looked at.
  if (!finds && search.response.status >= 400 && search.response.status < 500) return passed({ at })
  if (!matches) return cantTell('refused', { at, name, actual: summaryOf(search) })
  if (matches.length > 0 === finds) return passed({ at })
  return failed(finds ? 'missed' : 'not-left-out', { at, name, actual: matches.join(', ') || 'nothing' })
}

export const pairMessages = {
  missed: 'The parameter {name} is declared, and {at} does not find the instance that has this value.',
  'not-left-out': 'The parameter {name} is declared, and {at} finds {actual}, which does not have this value.',
  refused:
    'The parameter {name} is declared, and {at} was refused: {actual}. Whether for a policy is for a person to say.',
}
