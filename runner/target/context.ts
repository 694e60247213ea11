/** What the parts of the loader share: where to complain, what is known, and the three things of the outside world. */
import { isAbsolute, join } from 'node:path'
import type { Position } from '../../standards/yaml-file.ts'
import { dotted, nearest, YamlFileError } from '../../standards/yaml-file.ts'

/** A target file that cannot be used; `problems` has a line for each fault. The command exits 2. */
export class TargetError extends YamlFileError {
  constructor(problems: readonly string[]) {
    super(problems)
    this.name = 'TargetError'
  }
}

/** What the catalogue offers, for names that a target file may use. A list left out is not checked. */
export interface Known {
  readonly packs?: readonly string[]
  readonly requirements?: readonly string[]
  readonly conditions?: readonly string[]
  readonly catalogue?: { readonly version: string; readonly digest: string }
}

export interface Context {
  readonly problems: Problems
  readonly known: Known
  readonly env: Readonly<Record<string, string | undefined>>
  /** Today, UTC, `YYYY-MM-DD`. */
  readonly today: string
  /** A path of the file, made absolute. */
  path(written: string): string
}

export const pathFrom = (folder: string) => (written: string) =>
  isAbsolute(written) ? written : join(folder, ...written.split(/[\\/]/))

interface Placed {
  readonly at: Position
  readonly line: string
}

/** In the order of the file, each once. */
const inOrder = (list: readonly Placed[]): readonly string[] => [
  ...new Set(list.toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column).map(({ line }) => line)),
]

/** Collects every fault and doubt of one file, each with its place. */
export class Problems {
  readonly #shown: string
  readonly #at: (pointer: string) => Position
  readonly #errors: Placed[] = []
  readonly #warnings: Placed[] = []

  constructor(shown: string, at: (pointer: string) => Position) {
    this.#shown = shown
    this.#at = at
  }

  /** `message` follows the dotted name of the place: `endpoints[1].url` + ` is …`. */
  add(pointer: string, message: string): void {
    this.#errors.push({ at: this.#at(pointer), line: this.#say(pointer, message) })
  }

  warn(pointer: string, message: string): void {
    this.#warnings.push({ at: this.#at(pointer), line: this.#say(pointer, message) })
  }

  get warnings(): readonly string[] {
    return inOrder(this.#warnings)
  }

  /** Throws when there is a fault; all of them, in the order of the file. */
  raise(): void {
    if (this.#errors.length === 0) return
    throw new TargetError(inOrder(this.#errors))
  }

  #say(pointer: string, message: string): string {
    const { line, column } = this.#at(pointer)
    return `${this.#shown}:${line}:${column}  ${dotted(pointer)} ${message}`
  }
}

/** Complains unless `word` is one of `list`; a list left out allows everything. */
export function expectKnown(
  { problems }: Context,
  pointer: string,
  word: string,
  list: readonly string[] | undefined,
  what: string,
): void {
  if (!list || list.includes(word)) return
  const near = nearest(word, list)
  const shortEnough = list.length <= 20
  const expected = shortEnough && list.length > 0 ? `one of ${list.join(', ')}` : what
  problems.add(
    pointer,
    `is "${word}". Expected ${list.length === 0 ? `${what}, and there is none` : expected}.${near ? ` Did you mean "${near}"?` : ''}`,
  )
}

/** Complains about names used twice in a list of named things. */
export function expectUnique<T>(
  { problems }: Context,
  pointer: string,
  items: readonly T[],
  key: keyof T & string,
): void {
  const seen = new Map<unknown, number>()
  for (const [i, item] of items.entries()) {
    const first = seen.get(item[key])
    if (first === undefined) seen.set(item[key], i)
    else
      problems.add(
        `${pointer}/${i}/${key}`,
        `is "${String(item[key])}", as is ${dotted(`${pointer}/${first}`)}. Expected each ${key} once. Rename or remove one.`,
      )
  }
}
