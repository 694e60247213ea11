/** What the tests against hostile servers share: chance that can be repeated, and ceilings on heap and time. */
import { seeded } from '../tls/prober/testing.ts'

export const CASES = 10_000

/** A source of chance whose seed is printed; MUSTDO_SEED repeats another. */
export function chance(layer: string) {
  const seed = Number(process.env['MUSTDO_SEED'] ?? 20261122)
  console.log(`${layer} seed ${seed} (MUSTDO_SEED to repeat another)`)
  const random = seeded(seed)
  const upTo = (most: number) => Math.floor(random() * most)
  const bytes = (most: number) => Buffer.from(Array.from({ length: upTo(most) }, () => upTo(256)))
  return {
    upTo,
    bytes,
    /** True once in so many. */
    once: (inHowMany: number) => upTo(inHowMany) === 0,
    one: <T>(list: readonly T[]): T => list[upTo(list.length)] as T,
    /** Bytes with some flipped, cut out, doubled, cut off or put in. */
    mutated: (original: Buffer): Buffer => {
      let made = Buffer.from(original)
      for (let left = 1 + upTo(4); left > 0; left--) {
        const at = upTo(made.length + 1)
        const [before, after] = [made.subarray(0, at), made.subarray(at)]
        const how = upTo(5)
        if (how === 0 && made.length > 0) made[Math.min(at, made.length - 1)] = upTo(256)
        if (how === 1) made = Buffer.concat([before, after.subarray(upTo(9))])
        if (how === 2) made = Buffer.concat([before, after.subarray(0, upTo(99)), after])
        if (how === 3) made = Buffer.from(before)
        if (how === 4) made = Buffer.concat([before, bytes(9), after])
      }
      return made
    },
  }
}
export type Chance = ReturnType<typeof chance>

/** Watches the heap and the slowest case; `mib` above what there was at the start. */
export function ceilings() {
  const used = () => {
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return (heapUsed + arrayBuffers) / 2 ** 20
  }
  const before = used()
  let mib = 0
  let slowest = 0
  return {
    /** After a case that began then, in milliseconds of `performance.now()`. */
    passed: (began: number) => {
      slowest = Math.max(slowest, performance.now() - began)
      mib = Math.max(mib, used() - before)
    },
    seen: () => ({ mib: Math.round(mib), slowest: Math.round(slowest) }),
  }
}
