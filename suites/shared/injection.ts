/** Search values that would become part of a query, put into every parameter that is declared. Asks; judges nothing. */
import type { Exchange, FhirSubject, Http } from '../../runner/check.ts'
import { FHIR_ACCEPT } from './refusal.ts'
import { resourcesIn } from './resources-in.ts'

/** One value for each language that a search may be put into: SQL twice, a document store, a directory. None holds a comma. */
export const operators = [`'`, `' OR '1'='1`, `"; --`, `{"$ne":null}`, `*)(uid=*`].map(encodeURIComponent)
/**
 * A null, and a quote as overlong UTF-8, which no decoder may read as one (RFC 3629, 3). They follow a word that nobody has: a server that
 * drops them must not be left with a search for nothing, which finds everything.
 */
const bytes = ['%00', '%C0%A7']
/** Parameters that are asked at most, spread over the types. */
const MOST = 100

/** What was seen of one parameter; more than `together` only where that found something or broke. */
export interface Injected {
  /** All values at once, as alternatives (R4 search.html, 3.1.1.4.17: a comma is "or"). */
  readonly together: Exchange
  /** A word that nobody has, in the same parameter. */
  readonly plain: readonly Exchange[]
  /** Each value alone. */
  readonly apart: readonly Exchange[]
}
export interface InjectedType {
  readonly parameters: readonly Injected[]
  /** Bytes that are no text. */
  readonly odd: readonly Exchange[]
  /** A plain search, when all was done. */
  readonly after: Exchange
}

export const matches = (seen: Exchange): number =>
  resourcesIn(seen).filter(({ resourceType }) => resourceType !== 'OperationOutcome').length
export const isHit = (seen: Exchange): boolean => {
  const status = seen.response?.status ?? 0
  return status >= 500 || (status < 300 && matches(seen) > 0)
}

const textual = ['string', 'token', 'uri']
/** Names that begin with _ are for every type, and often not built; a composite has parts of other forms. */
const isOwn = ({ name, type }: { readonly name: string; readonly type: string }) =>
  !name.startsWith('_') && type !== 'composite' && type !== 'special'

/** The searches of each type, `…?name=`, text first; and how many parameters were left out. */
export function searchesOf({ types }: FhirSubject): {
  readonly searches: readonly (readonly string[])[]
  readonly left: number
} {
  const all = types
    .filter(({ interactions }) => interactions.includes('search-type'))
    .map(({ url, searchParams }) => {
      const own = searchParams.filter(isOwn)
      const byForm = [...own].sort((a, b) => Number(textual.includes(b.type)) - Number(textual.includes(a.type)))
      return [...new Set(byForm.map(({ name }) => `${url}?${name}=`))]
    })
    .filter(searches => searches.length > 0)
  const count = all.reduce((sum, { length }) => sum + length, 0)
  let each = Math.max(0, ...all.map(({ length }) => length))
  const taken = () => all.reduce((sum, { length }) => sum + Math.min(length, each), 0)
  while (each > 1 && taken() > MOST) each--
  return { searches: all.map(searches => searches.slice(0, each)), left: count - taken() }
}

/** Puts the values into the parameters of one type, side by side; the first also gets bytes that are no text. */
export async function inject(
  http: Http,
  as: string | null,
  searches: readonly string[],
  nonce: () => string,
): Promise<InjectedType> {
  const ask = (address: string) => http.get(address, { headers: FHIR_ACCEPT, as })
  const [first = ''] = searches
  const parameters = await Promise.all(
    searches.map(async search => {
      const together = await ask(`${search}${operators.join(',')}`)
      if (!isHit(together)) return { together, plain: [], apart: [] }
      const plain = [await ask(`${search}${nonce()}`)]
      return { together, plain, apart: await Promise.all(operators.map(value => ask(`${search}${value}`))) }
    }),
  )
  const odd = await Promise.all(bytes.map(value => ask(`${first}${nonce()}${value}`)))
  return { parameters, odd, after: await ask(`${first}${nonce()}`) }
}
