/** Whose turn it is to start the validator: one process at a time, by a file that only one can create. */
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const LOOK_AGAIN_MS = 200
/** No start takes longer; who holds the file after that has lost it. */
const LONGEST_MS = 240_000

/**
 * Waits until `instead` gives something, or this process may go ahead and nobody else does. Gives what `instead` gave, or the way to
 * end the turn. Rejects when the signal aborts.
 */
export async function takeTurn<T extends object>(
  file: string,
  instead: () => Promise<T | undefined>,
  signal?: AbortSignal,
): Promise<T | { readonly end: () => Promise<void> }> {
  await mkdir(dirname(file), { recursive: true })
  for (;;) {
    signal?.throwIfAborted()
    const known = await instead()
    if (known) return known
    if (await created(file)) return { end: () => rm(file, { force: true }) }
    if (await isLeft(file)) await rm(file, { force: true })
    else await sleep(LOOK_AGAIN_MS)
  }
}

async function created(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Whether nobody holds the file any more: its process has ended, or has taken too long. */
async function isLeft(file: string): Promise<boolean> {
  try {
    const [text, { mtimeMs }] = [await readFile(file, 'utf8'), await stat(file)]
    // Between its creation and its content a file is empty.
    return Date.now() - mtimeMs > LONGEST_MS || (/^\d+$/.test(text) && !isAlive(Number(text)))
  } catch {
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
