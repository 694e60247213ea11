/** For tests: whether HL7's validator is on this machine, and a look at its processes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dataFolder } from '../../../setup/data-folder.ts'
import { findJava } from '../../tools/java.ts'
import { notInstalled } from './installed.ts'

export const data = dataFolder()
const found = await findJava()
export const java = found.where ?? ''
const missing = found.found ? notInstalled(data) : found.because
export const isMissing = missing !== undefined
export const withoutOfficial = missing ? ` (skipped: ${missing}; mustdo setup validator)` : ''

/** Milliseconds; Java starts in 9 s on an idle machine and in minutes on one that runs every other test. */
export const PATIENCE = 290_000

export const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

export const canSeeProcesses = existsSync('/proc/self/cmdline')

/** Ids of processes that were told to serve on this port. Linux only. */
export function servingOn(port: number): readonly number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`\0server\0${port}\0`)
      } catch {
        return false
      }
    })
    .map(Number)
}
