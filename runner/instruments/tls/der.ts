/** One element of DER (X.690): its tag byte, its contents, and all of its bytes. */
export interface Der {
  readonly tag: number
  readonly body: Buffer
  readonly whole: Buffer
}

/** What came is no DER. */
export class NotDer extends Error {
  override readonly name = 'NotDer'
}

/** The element at the front; `NotDer` where lengths promise more than is there. Tags of one byte only, as certificates have them. */
export function readDer(bytes: Buffer): Der {
  const [tag, first] = bytes
  if (tag === undefined || first === undefined) throw new NotDer('an element of less than two bytes')
  const long = first & 0x80 ? first & 0x7f : 0
  if (first === 0x80 || long > 4 || bytes.length < 2 + long) throw new NotDer('a length that cannot be read')
  const length = long === 0 ? first : bytes.readUIntBE(2, long)
  const from = 2 + long
  if (bytes.length < from + length) throw new NotDer(`${length} bytes were promised, ${bytes.length - from} are there`)
  return { tag, body: bytes.subarray(from, from + length), whole: bytes.subarray(0, from + length) }
}

/** The elements inside a constructed one, in order. */
export function childrenOf({ body }: Der): Der[] {
  const found: Der[] = []
  for (let rest = body; rest.length > 0; ) {
    const next = readDer(rest)
    found.push(next)
    rest = rest.subarray(next.whole.length)
  }
  return found
}

/** An object identifier in dots; arcs beyond what a number holds are cut off, which none in use are. */
export function oidText({ body }: Der): string {
  const arcs: number[] = []
  let arc = 0
  for (const byte of body) {
    arc = arc * 128 + (byte & 0x7f)
    if (byte & 0x80) continue
    arcs.push(arc)
    arc = 0
  }
  const [first = 0, ...rest] = arcs
  const top = Math.min(2, Math.floor(first / 40))
  return [top, first - top * 40, ...rest].join('.')
}

/** A UTCTime or GeneralizedTime as ISO 8601; undefined for another form. */
export function timeText({ tag, body }: Der): string | undefined {
  const text = body.toString('latin1')
  const found = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:\.\d+)?Z$/.exec(text)
  if (!found || (tag !== 23 && tag !== 24)) return undefined
  const [, year = '', month, day, hour, minute, second = '00'] = found
  const full = year.length === 4 ? year : `${Number(year) < 50 ? 20 : 19}${year}`
  return `${full}-${month}-${day}T${hour}:${minute}:${second}.000Z`
}
