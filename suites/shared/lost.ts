import { isObject } from './resource.ts'

/** A reference is the same with and without the base before it, and with and without a version after it. */
const shortReference = (reference: string): string =>
  /(?:^|\/)([A-Z]\w+\/[A-Za-z0-9\-.]{1,64})(?:\/_history\/.+)?$/.exec(reference)?.[1] ?? reference

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/

function sameText(sent: string, read: unknown, name: string): boolean {
  if (typeof read !== 'string') return false
  if (sent === read) return true
  if (name === 'reference') return shortReference(sent) === shortReference(read)
  return dateTime.test(sent) && dateTime.test(read) && Date.parse(sent) === Date.parse(read)
}

/**
 * Paths of what was sent and is not in what was read. What a server adds is its own affair; so are the order of lists, the
 * base before a reference, and the zone in which an instant is told.
 */
export function lost(sent: unknown, read: unknown, path = '', name = ''): readonly string[] {
  if (Array.isArray(sent)) {
    const items: readonly unknown[] = Array.isArray(read) ? read : []
    return sent.flatMap((item, place) =>
      items.some(other => lost(item, other).length === 0) ? [] : [`${path}[${place}]`],
    )
  }
  if (isObject(sent))
    return isObject(read)
      ? Object.entries(sent).flatMap(([key, value]) => lost(value, read[key], path ? `${path}.${key}` : key, key))
      : [path]
  const same = typeof sent === 'string' ? sameText(sent, read, name) : sent === read
  return same ? [] : [path]
}
