/**
 * Values for path parameters that name something the product has: from a link or a list, which another operation of the same document
 * answers with. Asks; judges nothing. In a live environment nothing is listed: only the document's own examples are asked for.
 */
import type { Exchange, Http } from '../../../runner/check.ts'
import { documentOf, type Json, listOf, objectOf } from './document.ts'
import { type Followed, leadsTo, linkedValues, linksOf, targetOf } from './links.ts'
import { isSafe, type Operation, type OperationSubject, operationsOf } from './operations.ts'
import { keyOf, plainValues, sendable } from './request.ts'

export type Known = { readonly [key: string]: unknown }
type Asking = Pick<OperationSubject, 'api' | 'environment'>

/** One plain request of an operation with these values; equal ones of many checks are sent once. */
export function askPlainly(http: Http, { api }: Asking, operation: Operation, known: Known = {}): Promise<Exchange> {
  const { method, url, headers } = sendable(operation, api.url, plainValues(documentOf(api), operation, known))
  return http.send(method, url, { headers, as: api.identity })
}

/** Values for the path parameters of an operation, as far as other answers tell them. */
export async function knownValues(http: Http, subject: Asking, operation: Operation): Promise<Known> {
  const wanted = operation.parameters.filter(one => one.in === 'path')
  if (wanted.length === 0 || subject.environment === 'live') return {}
  const linked = await byLinks(http, subject, operation)
  if (wanted.every(one => keyOf(one) in linked)) return linked
  return { ...(await byList(http, subject, operation)), ...linked }
}

/** Most links of one answer that are followed. */
const MOST_LINKS = 5

/** What the links of an answer lead to, where nothing but reading is asked for. In a live environment nobody's record is opened that way. */
export async function followedLinks(
  http: Http,
  subject: Asking,
  operation: Operation,
  answer: Exchange,
): Promise<readonly Followed[]> {
  if (subject.environment === 'live') return []
  const reading = linksOf(operation, answer).flatMap(link => {
    const target = targetOf(documentOf(subject.api), link)
    const known = target && isSafe(target) ? linkedValues(link, target, answer) : {}
    return target && Object.keys(known).length > 0 ? [{ link, target, known }] : []
  })
  return Promise.all(
    reading.slice(0, MOST_LINKS).map(async ({ link, target, known }) => ({
      link: link.name,
      answer: await askPlainly(http, subject, target, known),
    })),
  )
}

/** Links of safe operations that need no path values of their own. */
async function byLinks(http: Http, subject: Asking, operation: Operation): Promise<Known> {
  for (const source of operationsOf(documentOf(subject.api))) {
    if (!isSafe(source) || source.parameters.some(one => one.in === 'path')) continue
    for (const link of source.links) {
      if (!leadsTo(link, operation)) continue
      const values = linkedValues(link, operation, await askPlainly(http, subject, source))
      if (Object.keys(values).length > 0) return values
    }
  }
  return {}
}

/** `/things/{id}` takes its id from the first item that `GET /things` lists; parents first. */
async function byList(http: Http, subject: Asking, operation: Operation): Promise<Known> {
  const document = documentOf(subject.api)
  const known: { [key: string]: unknown } = {}
  for (const [, before = '', name = ''] of operation.path.matchAll(/(?<=^(.*?))\/\{([^{}/]+)\}/g)) {
    const list = operationsOf(document).find(one => one.method === 'GET' && one.path === before)
    if (!list) continue
    const answer = await askPlainly(http, subject, list, known)
    const item = answer.response?.status === 200 ? firstItem(answer) : undefined
    const value = item && idIn(item, name)
    if (value !== undefined) known[`path ${name}`] = value
  }
  return known
}

/** The first object of a list, be it the body itself or a member of it (`items`, `data`, `results` …). */
export function firstItem({ response }: Exchange): Json | undefined {
  let body: unknown
  try {
    body = JSON.parse(response?.body.text ?? '')
  } catch {
    return undefined
  }
  if (Array.isArray(body)) return objectOf(body[0])
  for (const held of Object.values(objectOf(body) ?? {})) {
    const item = objectOf(listOf(held)[0])
    if (item) return item
  }
  return undefined
}

/** What an item calls itself: a member with the parameter's name, or `id` in one of its spellings. */
export function idIn(item: Json, name: string): string | number | undefined {
  const plain = (word: string) => word.toLowerCase().replace(/[^a-z0-9]/g, '')
  const entries = Object.entries(item).filter(([, value]) => typeof value === 'string' || typeof value === 'number')
  const named = entries.find(([key]) => plain(key) === plain(name)) ?? entries.find(([key]) => plain(key) === 'id')
  const ending =
    named ?? entries.find(([key]) => plain(key) !== 'id' && plain(name).endsWith(plain(key)) && plain(key).length > 1)
  const any =
    ending ??
    (/(id|identifier|key|uuid)$/i.test(name) ? entries.find(([key]) => /(Id|_id|ID|uuid)$/.test(key)) : undefined)
  return any?.[1] as string | number | undefined
}
