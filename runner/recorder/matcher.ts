/**
 * Finds many words in a text in one pass. A run knows hundreds of secrets in dozens of forms each, and every stored string is looked
 * through; asking for one form after the other would be most of a run's work. A window as long as the shortest word goes over the
 * text; the block at its end says how far on the next window may be at all (S. Wu, U. Manber: A fast algorithm for multi-pattern
 * searching, 1994).
 */
const HEAD = 6
const BLOCK = 3
/** How far the window goes on where its last block is in no head. */
const FARTHEST = HEAD - BLOCK + 1
const SLOTS = 1 << 20

interface Word {
  readonly form: string
  readonly replacement: string
}

export class Matcher {
  readonly #byHead = new Map<string, Word[]>()
  /** By the slot of a block: how many characters it lies before the end of the head nearest to it; 0 for the end of one. */
  readonly #shifts = new Uint8Array(SLOTS).fill(FARTHEST)

  /** `form` has at least six characters. */
  add(form: string, replacement: string): void {
    if (form.length < HEAD)
      throw new RangeError(`"${form.length}" characters are too few to look for; ${HEAD} is the least.`)
    const head = form.slice(0, HEAD)
    const words = [...(this.#byHead.get(head) ?? []), { form, replacement }]
    // Longest first: a form that contains another is replaced whole.
    this.#byHead.set(
      head,
      words.sort((a, b) => b.form.length - a.form.length),
    )
    for (let last = BLOCK - 1; last < HEAD; last++) {
      const slot = slotOf(head, last)
      this.#shifts[slot] = Math.min(this.#shifts[slot] as number, HEAD - 1 - last)
    }
  }

  /** `text` with every word replaced, from left to right. */
  replaceIn(text: string): string {
    const shifts = this.#shifts
    let clean = ''
    let done = 0
    for (let end = HEAD - 1; end < text.length; ) {
      const shift = shifts[slotOf(text, end)] as number
      if (shift > 0) {
        end += shift
        continue
      }
      const at = end - HEAD + 1
      const word = this.#byHead.get(text.slice(at, at + HEAD))?.find(({ form }) => text.startsWith(form, at))
      if (!word) {
        end++
        continue
      }
      clean += text.slice(done, at) + word.replacement
      done = at + word.form.length
      end = done + HEAD - 1
    }
    return done === 0 ? text : clean + text.slice(done)
  }
}

/** Where the block whose last character stands at `last` is looked up. Others may share it, which only makes steps shorter. */
const slotOf = (text: string, last: number): number =>
  ((text.charCodeAt(last - 2) << 14) ^ (text.charCodeAt(last - 1) << 7) ^ text.charCodeAt(last)) & (SLOTS - 1)
