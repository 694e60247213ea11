import type { BrowserServer as Process } from 'playwright-core'

/** A product whose pages bring the browser down again and again gets no more of them. */
const MOST_STARTS = 8
/** The address of a process that died is free after a moment. */
const TRIES = 20
const PAUSE_MS = 100

export interface Kept {
  readonly wsEndpoint: string
  pid(): number | undefined
  close(): Promise<void>
}

/** Starts a browser and, where its process ends by itself, another one at the same address, within a limit. */
export async function keepAlive(start: (port: number) => Promise<Process>): Promise<Kept> {
  let wanted = true
  let starts = 1
  let running: Process | undefined = await start(0)
  let begun: Promise<void> = Promise.resolve()
  const wsEndpoint = running.wsEndpoint()
  const port = Number(new URL(wsEndpoint).port)
  const again = async () => {
    for (let tried = 0; wanted && tried < TRIES; tried++) {
      const next = await start(port).catch(() => undefined)
      if (next) return follow(next)
      await new Promise(resolve => setTimeout(resolve, PAUSE_MS))
    }
  }
  const follow = (process: Process) => {
    running = process
    process.once('close', () => {
      running = undefined
      if (!wanted || starts >= MOST_STARTS) return
      starts++
      begun = again()
    })
  }
  follow(running)
  return {
    wsEndpoint,
    pid: () => running?.process().pid,
    async close() {
      wanted = false
      await begun
      await running?.close()
    },
  }
}
