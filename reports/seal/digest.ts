import { createHash } from 'node:crypto'

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** sha256 of every prefix of `bytes` that ends at one of `ends` (ascending), in one pass over the file. */
export function prefixDigests(bytes: Uint8Array, ends: readonly number[]): readonly string[] {
  const running = createHash('sha256')
  let done = 0
  return ends.map(end => {
    running.update(bytes.subarray(done, end))
    done = end
    return running.copy().digest('hex')
  })
}
