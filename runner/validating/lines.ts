import type { Item } from './item.ts'
import { itemOf } from './text.ts'

/** A resource of 64 MB is a thousand times the largest seen in practice. */
export const LONGEST_LINE = 64 * 1024 * 1024

const LF = 0x0a
const isBlank = (bytes: Buffer) => bytes.every(byte => byte === 0x20 || byte === 0x09 || byte === 0x0d)

/** The resources of NDJSON, one a line, with the numbers of their lines; never more than one line is in memory. */
export async function* itemsOfLines(file: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Item> {
  let number = 1
  for await (const { bytes, whole } of linesOf(chunks)) {
    const place = { file, line: number++ }
    if (!whole) {
      const because = `the line is longer than ${LONGEST_LINE / 1024 / 1024} MB. Expected one resource a line. Split it.`
      yield { place, size: bytes.length, notes: [], leftOut: because }
    } else if (!isBlank(bytes)) yield itemOf(place, bytes)
  }
}

interface Line {
  readonly bytes: Buffer
  /** False for a line that was too long and of which only the beginning is here. */
  readonly whole: boolean
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let parts: Buffer[] = []
  let length = 0
  const take = (part: Buffer) => {
    length += part.length
    if (length <= LONGEST_LINE) parts.push(part)
  }
  const line = (): Line => {
    const made = { bytes: Buffer.concat(parts), whole: length <= LONGEST_LINE }
    parts = []
    length = 0
    return made
  }
  for await (const chunk of chunks) {
    let from = 0
    for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, from)) {
      take(chunk.subarray(from, at))
      yield line()
      from = at + 1
    }
    if (from < chunk.length) take(chunk.subarray(from))
  }
  if (length > 0) yield line()
}
