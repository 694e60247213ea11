import type { Transform } from 'node:stream'
import * as zlib from 'node:zlib'

export interface Decoded {
  readonly body: Buffer
  readonly cut?: number
  readonly decodeError?: string
}

type Maker = (options: { finishFlush?: number }) => Transform
const flush = zlib.constants
const makers: Readonly<Record<string, { make: Maker | undefined; sync: number }>> = {
  gzip: { make: zlib.createGunzip, sync: flush.Z_SYNC_FLUSH },
  'x-gzip': { make: zlib.createGunzip, sync: flush.Z_SYNC_FLUSH },
  br: { make: zlib.createBrotliDecompress, sync: flush.BROTLI_OPERATION_FLUSH },
  // Node has it from 22.15 on.
  zstd: { make: (zlib as { createZstdDecompress?: Maker }).createZstdDecompress, sync: 1 },
}

/** `deflate` means zlib's format (RFC 9110, 8.4.1.2), but servers send raw deflate too, and clients take both. */
function deflateMaker(input: Buffer): Maker {
  const zlibHeader = input.length > 1 && (input[0]! & 0x0f) === 8 && input.readUInt16BE(0) % 31 === 0
  return zlibHeader ? zlib.createInflate : zlib.createInflateRaw
}

/**
 * Undoes the content codings of a body (RFC 9110, 8.4), last one first, up to `limit` bytes at each step, so that a
 * decompression bomb is cut and never unpacked. `complete` is false where the body itself was cut: a missing end is then
 * no error. What cannot be decoded is handed back as it came, with the reason.
 */
export async function decode(input: Buffer, codings: string, limit: number, complete: boolean): Promise<Decoded> {
  const steps = codings
    .split(',')
    .map(coding => coding.trim().toLowerCase())
    .filter(coding => coding !== '' && coding !== 'identity')
  if (steps.length > 4) return { body: input, decodeError: `${steps.length} content codings; at most 4 are undone` }
  let body = input
  let cut = 0
  for (const coding of steps.reverse()) {
    const known = coding === 'deflate' ? { make: deflateMaker(body), sync: flush.Z_SYNC_FLUSH } : makers[coding]
    if (!known) return { body: input, decodeError: `content coding "${coding}" is not known` }
    if (!known.make) return { body: input, decodeError: `content coding "${coding}" needs Node 22.15 or later` }
    const stream = known.make(complete && cut === 0 ? {} : { finishFlush: known.sync })
    const step = await unpack(stream, body, limit)
    if (step.error) return { body: input, decodeError: `${coding}: ${step.error}` }
    body = step.body
    cut = step.cut
  }
  return cut > 0 ? { body, cut } : { body }
}

function unpack(
  stream: Transform,
  input: Buffer,
  limit: number,
): Promise<{ body: Buffer; cut: number; error?: string }> {
  const parts: Buffer[] = []
  let size = 0
  return new Promise(resolve => {
    const end = (cut: number, error?: string) => {
      stream.destroy()
      const body = Buffer.concat(parts)
      resolve(error === undefined ? { body, cut } : { body, cut, error })
    }
    stream.on('data', (chunk: Buffer) => {
      const room = limit - size
      parts.push(chunk.length > room ? chunk.subarray(0, room) : chunk)
      size += Math.min(chunk.length, room)
      if (chunk.length > room) end(chunk.length - room)
    })
    stream.on('end', () => end(0))
    stream.on('error', error => end(0, error.message))
    stream.end(input)
  })
}
