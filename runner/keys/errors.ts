/** A key that cannot be used: where it is and what is wrong, what was expected, what to do. Never holds key material. */
export class KeyFileError extends Error {
  readonly expected: string
  readonly next: string

  constructor({ what, expected, next }: { what: string; expected: string; next: string }) {
    super(`${what}. Expected ${expected}. ${next}`)
    this.name = 'KeyFileError'
    this.expected = expected
    this.next = next
  }
}
