/**
 * A page whose markup was written anew on its way: by a browser's "save as", an editor, a gateway that adds a line. Its bytes cannot
 * be had back, but the seal names the data block by a digest of its own. Tells people what to ask for; the file stays refused.
 */
import { checkSeal } from './check-seal.ts'
import { sha256 } from './digest.ts'
import { RECORD_CLOSE, RECORD_OPEN } from './grammar.ts'
import { mend } from './transit.ts'

export interface Rewritten {
  /** sha256 of the data block, which is the one that was sealed. */
  readonly recordDigest: string
  /** What shows that a program wrote the page anew, in words. Empty where it may as well have been altered by hand. */
  readonly signs: readonly string[]
}

const SEAL = /<!--seal:([A-Za-z0-9_.-]{1,65536})-->/g
const DOCTYPE = '<!doctype html>\n'

/** Undefined where the data are not those of a seal in the file either, or there is none. */
export async function rewrittenOf(file: Uint8Array): Promise<Rewritten | undefined> {
  const mended = mend(file)
  const text = Buffer.from(mended?.bytes ?? file).toString('latin1')
  const record = onlyRecord(text)
  const seal = text.matchAll(SEAL).next().value?.[1]
  if (record === undefined || seal === undefined) return undefined
  const recordDigest = sha256(Buffer.from(record, 'latin1'))
  try {
    await checkSeal({ at: 0, kind: 'seal', text: seal }, 'any', recordDigest)
  } catch {
    return undefined
  }
  const signs = signsIn(text)
  // Damage that can be undone explains nothing by itself: the page would hold once it is.
  return { recordDigest, signs: signs.length > 0 ? [...(mended?.damage ?? []), ...signs] : [] }
}

function onlyRecord(text: string): string | undefined {
  const [before, after, ...more] = text.split(RECORD_OPEN)
  if (before === undefined || after === undefined || more.length > 0) return undefined
  const end = after.indexOf('<')
  return end >= 0 && after.startsWith(RECORD_CLOSE, end) ? after.slice(0, end) : undefined
}

function signsIn(text: string): string[] {
  const end = text.toLowerCase().lastIndexOf('</html>')
  const beyond = end < 0 ? '' : text.slice(end + '</html>'.length).replace(/<!--(seal|time):[A-Za-z0-9_.-]+-->/g, '')
  return [
    ...(text.startsWith(DOCTYPE) ? [] : ['a browser or an editor wrote its markup anew']),
    ...(beyond.trim() === '' ? [] : ['something was added after its end, as mail gateways do']),
  ]
}
