/**
 * The run folder: what was seen is on disk as it is seen, so that nothing is lost to a crash. Mode 0700, bodies by their digest.
 *   run.json          who, what, when; rewritten when the run ends
 *   journal.ndjson    observations, one a line, bodies by reference
 *   results.ndjson    assertions, one a line
 *   stages.ndjson     what was asked outside checks; what was left behind or not followed
 *   writes.ndjson     requests that may change the product, before and after they are sent
 *   bodies/<sha256>   stored (redacted) bodies
 */
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Assertion, Body, Observation } from '../../reports/record.ts'

export interface Stage {
  readonly id: string
  readonly observations: readonly string[]
  /** What the stage could not do, in words or addresses. */
  readonly left: readonly string[]
}

export class RunFolder {
  readonly path: string

  constructor(path: string) {
    this.path = path
    mkdirSync(join(path, 'bodies'), { recursive: true, mode: 0o700 })
  }

  /** Stores a body and returns the reference with its text at hand. */
  keep(
    content: string,
    encoding: Body['encoding'],
    sizes: Pick<Body, 'bytes' | 'encodedBytes' | 'cut' | 'withheld'>,
  ): Body {
    const digest = createHash('sha256').update(content).digest('hex')
    const file = join(this.path, 'bodies', digest)
    if (!existsSync(file)) writeFileSync(file, content, { mode: 0o600 })
    return { ...sizes, digest, encoding, text: content }
  }

  append(file: 'journal.ndjson' | 'results.ndjson' | 'stages.ndjson' | 'writes.ndjson', entry: unknown): void {
    appendFileSync(join(this.path, file), `${JSON.stringify(entry)}\n`, { mode: 0o600 })
  }

  write(file: string, value: unknown): void {
    writeFileSync(join(this.path, file), `${JSON.stringify(value, null, 1)}\n`, { mode: 0o600 })
  }

  read<T>(file: string): T | undefined {
    const path = join(this.path, file)
    return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined
  }

  observations(): Observation[] {
    return this.#lines<Observation>('journal.ndjson')
  }

  results(): Assertion[] {
    return this.#lines<Assertion>('results.ndjson')
  }

  /** Stages in the order they began, each once, whoever wrote to them. */
  stages(): Stage[] {
    const stages = new Map<string, Stage>()
    for (const { id, observations = [], left = [] } of this.#lines<Partial<Stage> & { id: string }>('stages.ndjson')) {
      const known = stages.get(id)
      stages.set(id, {
        id,
        observations: [...new Set([...(known?.observations ?? []), ...observations])],
        left: [...new Set([...(known?.left ?? []), ...left])],
      })
    }
    return [...stages.values()]
  }

  writes(): unknown[] {
    return this.#lines('writes.ndjson')
  }

  body(digest: string): string | undefined {
    const file = join(this.path, 'bodies', digest)
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined
  }

  /** A line cut short by a crash is the last one, and is left out. */
  #lines<T>(file: string): T[] {
    const path = join(this.path, file)
    if (!existsSync(path)) return []
    return readFileSync(path, 'utf8')
      .split('\n')
      .flatMap(line => {
        try {
          return line ? [JSON.parse(line) as T] : []
        } catch {
          return []
        }
      })
  }
}
