/**
 * Finds many words in a text in one pass. A run knows hundreds of secrets in dozens of forms each, and every stored string is looked
 * through; asking for one form after the other would be most of a run's work.
 */
const HEAD = 6
const SLOTS = 1 << 20

interface Word {
  readonly form: string
  readonly replacement: string
}

export class Matcher {
  readonly #byHead = new Map<string, Word[]>()
  /** Marks the hashes of all heads; nearly every place of a text is passed over by one look here. */
  readonly #marks = new Uint8Array(SLOTS)

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
    this.#marks[slot(sumOf(head))] = 1
  }

  /** `text` with every word replaced, from left to right. */
  replaceIn(text: string): string {
    let clean = ''
    let done = 0
    let sum = 0
    // The sum rolls: what leaves the window is taken off, what enters is added.
    for (let end = 0; end < text.length; end++) {
      sum = (Math.imul(sum, BASE) + text.charCodeAt(end)) | 0
      if (end >= HEAD) sum = (sum - Math.imul(text.charCodeAt(end - HEAD), LEAVING)) | 0
      const at = end - HEAD + 1
      if (at < done || this.#marks[slot(sum)] === 0) continue
      const word = this.#byHead.get(text.slice(at, at + HEAD))?.find(({ form }) => text.startsWith(form, at))
      if (!word) continue
      clean += text.slice(done, at) + word.replacement
      done = at + word.form.length
    }
    return done === 0 ? text : clean + text.slice(done)
  }
}

const BASE = 33
/** What a character weighs when it leaves the window: the base to the power of its length. */
const LEAVING = Array.from({ length: HEAD }).reduce<number>(weight => Math.imul(weight, BASE), 1)

const slot = (sum: number): number => (sum ^ (sum >>> 15)) & (SLOTS - 1)

function sumOf(head: string): number {
  let sum = 0
  for (let at = 0; at < HEAD; at++) sum = (Math.imul(sum, BASE) + head.charCodeAt(at)) | 0
  return sum
}
