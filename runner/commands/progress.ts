/** Progress of a run: a live line on a terminal, plain lines in CI, nothing when quiet. All of it goes to stderr. */
import type { PlannedAssertion } from '../../reports/record.ts'
import type { Message } from '../engine/job.ts'

export interface Progress {
  begin(planned: readonly PlannedAssertion[]): void
  done(message: Extract<Message, { type: 'done' }>): void
  end(): void
}

const PLAIN_LINE_EVERY_MS = 5_000
const silent: Progress = { begin: () => undefined, done: () => undefined, end: () => undefined }

export async function progress({ quiet }: { quiet: boolean }): Promise<Progress> {
  if (quiet) return silent
  const live = process.stderr.isTTY ? (await import('log-update')).logUpdateStderr : undefined
  let total = 0
  let finished = 0
  let failing = 0
  let requests = 0
  let began = performance.now()
  let lastPlain = performance.now()
  const line = () => {
    const seconds = (performance.now() - began) / 1000
    const left = finished > 0 ? Math.ceil((seconds / finished) * (total - finished)) : undefined
    return `${finished} of ${total} checks · ${failing} failing · ${requests} requests${left === undefined ? '' : ` · about ${left} s left`}`
  }
  return {
    begin(planned) {
      total = planned.length
      began = performance.now()
      if (!live) process.stderr.write(`${total} checks planned\n`)
    },
    done(message) {
      finished++
      requests = Math.max(requests, message.requests)
      if (message.outcome === 'failed') failing++
      if (live) live(line())
      else if (performance.now() - lastPlain > PLAIN_LINE_EVERY_MS) {
        lastPlain = performance.now()
        process.stderr.write(`${line()}\n`)
      }
    },
    end() {
      if (live) live.clear()
      else process.stderr.write(`${line()}\n`)
    },
  }
}
