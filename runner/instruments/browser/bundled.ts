import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleEntry } from './bundle.ts'

function bundleAddress(): string {
  const entry = bundleEntry()
  if (entry === undefined) throw new Error('the npm package @sparticuz/chromium is not installed')
  return entry
}

/** Where the unpacked browser lies: a folder of this user's own, named by the package's version. */
function home(): string {
  const entry = fileURLToPath(bundleAddress())
  const require = createRequire(import.meta.url)
  let folder = dirname(entry)
  while (!existsSync(join(folder, 'package.json')) || !existsSync(join(folder, 'bin'))) folder = dirname(folder)
  const { version } = require(join(folder, 'package.json')) as { version: string }
  return join(tmpdir(), `mustdo-chromium-${version}-${process.getuid?.() ?? 0}`)
}

/**
 * Unpacks the browser inside @sparticuz/chromium once and gives its path (1.3 s the first time, 197 MB).
 *
 * The package would unpack to `<tmp>/chromium`, and take whatever lies there: half of it while another process unpacks, or
 * another user's program. So it unpacks into a folder of its own, which gets its final name when it is whole.
 */
export async function unpackBundled(): Promise<string> {
  const whole = home()
  const program = join(whole, 'chromium')
  if (existsSync(program)) return program
  await mkdir(dirname(whole), { recursive: true })
  const part = await mkdtemp(`${whole}-`)
  const { default: bundle } = (await import(bundleAddress())) as typeof import('@sparticuz/chromium')
  const before = process.env.TMPDIR
  process.env.TMPDIR = part
  // The package reads the folder's name before its first await, so the change is over before anyone else can see it.
  const unpacking = bundle.executablePath()
  if (before === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = before
  await unpacking
  try {
    await rename(part, whole)
  } catch (error) {
    await rm(part, { recursive: true, force: true })
    if (!existsSync(program)) throw error
  }
  return program
}
