/**
 * Takes secrets out of everything that is about to be stored. Known secrets are found in every encoding they may travel in;
 * secrets that an answer brings (tokens, cookies, CSRF values) are learnt from it first. Judges only see what is left.
 */
import { Matcher } from './matcher.ts'

const SHORTEST_FOUND_ANYWHERE = 6

/** A secret on its way to another redactor; `anywhere` says that it is looked for in all texts. */
export type LearntSecret = readonly [value: string, placeholder: string, anywhere: boolean]

interface Known {
  readonly placeholder: string
  readonly anywhere: boolean
}

export class Redactor {
  readonly #known = new Map<string, Known>()
  readonly #perName = new Map<string, number>()
  readonly #matcher = new Matcher()

  /**
   * Remembers a secret and returns its placeholder, the same one each time. Very short values, and those said to be `in place`, are
   * not looked for elsewhere.
   */
  learn(value: string, name: string, place: 'anywhere' | 'in place' = 'anywhere'): string {
    const before = this.#known.get(value)
    const anywhere = place === 'anywhere' && value.length >= SHORTEST_FOUND_ANYWHERE
    if (before) {
      if (!before.anywhere && anywhere) this.#keep(value, before.placeholder, anywhere)
      return before.placeholder
    }
    const number = (this.#perName.get(name) ?? 0) + 1
    this.#perName.set(name, number)
    const placeholder = `«${name} ${number}»`
    this.#keep(value, placeholder, anywhere)
    return placeholder
  }

  /** `text` with every known secret replaced by its placeholder. */
  text(text: string): string {
    return this.#matcher.replaceIn(text)
  }

  /** A copy of a JSON-like value with every string in it, keys too, cleaned. */
  deep<T>(value: T): T {
    if (typeof value === 'string') return this.text(value) as T
    if (Array.isArray(value)) return value.map(item => this.deep(item)) as T
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [this.text(key), this.deep(item)])) as T
  }

  /** Values learnt so far with their placeholders, to start another redactor (a worker's) from. */
  export(): readonly LearntSecret[] {
    return [...this.#known].map(([value, { placeholder, anywhere }]) => [value, placeholder, anywhere] as const)
  }

  /** Takes over what another redactor knew, placeholders included. */
  import(known: readonly LearntSecret[]): void {
    for (const [value, placeholder, anywhere] of known) {
      const [, name = 'secret', number = '1'] = /^«(.*) (\d+)»$/.exec(placeholder) ?? []
      this.#perName.set(name, Math.max(this.#perName.get(name) ?? 0, Number(number)))
      this.#keep(value, placeholder, anywhere)
    }
  }

  #keep(value: string, placeholder: string, anywhere: boolean): void {
    this.#known.set(value, { placeholder, anywhere })
    if (anywhere) for (const form of formsOf(value)) this.#matcher.add(form, placeholder)
  }
}

/** The ways a value may be written where it travels: as it is, in JSON, HTML, a URL, a form, hex and base64 at any offset. */
function formsOf(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8')
  const url = encodeURIComponent(value)
  const forms = [
    value,
    JSON.stringify(value).slice(1, -1),
    JSON.stringify(value).slice(1, -1).replaceAll('/', '\\/'),
    html(value, { '"': '&quot;' }),
    html(value, { '"': '&quot;', "'": '&#39;' }),
    html(value, { '"': '&#34;', "'": '&#39;' }),
    html(value, { '"': '&quot;', "'": '&#x27;', '/': '&#x2F;' }),
    everyByte(bytes, '%'),
    everyByte(bytes, '%').toLowerCase(),
    // UTF-16 as it stands in a text that was taken for UTF-8 or Latin-1, and UTF-8 read as Latin-1.
    Buffer.from(value, 'utf16le').toString('latin1'),
    bytes.toString('latin1'),
    url,
    url.replaceAll('%20', '+'),
    url.replace(/%[0-9A-F]{2}/g, code => code.toLowerCase()),
    encodeURI(value),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...[0, 1, 2].flatMap(offset => [
      ...base64Inside(bytes, offset),
      ...base64Inside(Buffer.from(value, 'utf16le'), offset),
    ]),
  ]
  return [...new Set(forms)].filter(form => form.length >= SHORTEST_FOUND_ANYWHERE)
}

function html(value: string, quotes: { readonly [character: string]: string }): string {
  const references: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', ...quotes }
  return value.replace(/[&<>"'/]/g, character => references[character] ?? character)
}

const everyByte = (bytes: Buffer, mark: string): string =>
  [...bytes].map(byte => `${mark}${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('')

/** How base64 of a longer text shows these bytes when they start `offset` bytes after a group of three. */
function base64Inside(bytes: Buffer, offset: number): string[] {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
  // Characters that also depend on the neighbours are cut off: they differ from place to place.
  const head = offset === 0 ? 0 : offset + 1
  const whole = Math.floor(((bytes.length + offset) * 8) / 6)
  const core = encoded.slice(head, whole)
  return core.length < 8 ? [] : [core, core.replaceAll('+', '-').replaceAll('/', '_')]
}
