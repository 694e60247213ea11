import { inspect } from 'node:util'

/**
 * A value that must not leave by accident. It prints, serialises and inspects as `«secret name»`; only the instruments that
 * put it on the wire and the recorder that looks for it call `reveal()`.
 */
export class Secret {
  /** What it is, for placeholders in records and curl lines: `backend.clientSecret`. */
  readonly name: string
  /** Where it came from: `env:ACME_SECRET`, `file:keys/backend.pem`. */
  readonly source: string
  readonly #value: string

  constructor(name: string, source: string, value: string) {
    this.name = name
    this.source = source
    this.#value = value
  }

  /** The value itself. For the edges: request building, key import, redaction. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return `«secret ${this.name}»`
  }

  toJSON(): string {
    return this.toString()
  }

  [inspect.custom](): string {
    return this.toString()
  }
}
