import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { unpackBundled } from './bundled.ts'
import { type FoundBrowser, findBrowser, type Machine, type NoBrowser, thisMachine } from './find.ts'
import { keepAlive } from './keep-alive.ts'

/** A browser process that workers connect to; where it dies, another one takes its place at the same address. */
export interface BrowserServer {
  readonly wsEndpoint: string
  /** The process that runs now; undefined while there is none. */
  pid(): number | undefined
  /** `Chromium (bundled)`, `Google Chrome` …: what was started. */
  readonly name: string
  readonly version: string
  close(): Promise<void>
}

export interface LaunchOptions {
  /**
   * Keys of leaf certificates whose chain the TLS instrument has verified against the target file's private CA: base64 of the
   * sha256 of the SubjectPublicKeyInfo. The browser accepts these leaves and no other unknown one.
   */
  readonly trustedSpki?: readonly string[]
  /** The only hosts the browser may resolve; anything else does not exist for it. No limit when left out. */
  readonly hosts?: readonly string[]
  readonly proxy?: { readonly server: string; readonly bypass?: string }
  readonly machine?: Machine
}

/** There is no browser to start, or the one found did not start. `mend` is what to do about it. */
export class BrowserUnavailable extends Error {
  override readonly name = 'BrowserUnavailable'
  readonly because: string
  readonly mend: string
  constructor({ because, mend }: Pick<NoBrowser, 'because' | 'mend'>) {
    super(`No browser: ${because}. Page checks need Chrome, Edge or Chromium. Next: ${mend}`)
    this.because = because
    this.mend = mend
  }
}

/** Chromium refuses its sandbox to root, and many CI containers forbid it the namespaces it needs. */
const needsNoSandbox = (machine: Machine): boolean =>
  machine.platform === 'linux' && (process.getuid?.() === 0 || Boolean(machine.env.CI))

function switches(options: LaunchOptions, machine: Machine): string[] {
  const { trustedSpki = [], hosts } = options
  return [
    '--disable-quic',
    '--no-pings',
    ...(needsNoSandbox(machine) ? ['--no-sandbox'] : []),
    ...(trustedSpki.length > 0 ? [`--ignore-certificate-errors-spki-list=${trustedSpki.join(',')}`] : []),
    ...(hosts ? [`--host-resolver-rules=MAP * ~NOTFOUND, ${hosts.map(host => `EXCLUDE ${host}`).join(', ')}`] : []),
  ]
}

/** The bundled browser brings fonts, for machines that have none; without a font Chromium draws no text. */
const fontsFor = (found: FoundBrowser, program: string): Record<string, string> =>
  found.bundled && !existsSync('/etc/fonts') ? { FONTCONFIG_PATH: join(dirname(program), 'fonts') } : {}

/**
 * Starts the browser in a process of its own, listening on 127.0.0.1. Belongs in the main process; the caller closes it.
 * Throws `BrowserUnavailable`.
 */
export async function launchBrowser(options: LaunchOptions = {}): Promise<BrowserServer> {
  const machine = options.machine ?? thisMachine()
  const found = findBrowser(machine)
  if (!found.found) throw new BrowserUnavailable(found)
  const { chromium } = await import('playwright-core')
  try {
    const program = found.bundled ? await unpackBundled() : found.path
    const usual = {
      executablePath: program,
      host: '127.0.0.1',
      wsPath: `/${randomUUID()}`,
      headless: true,
      args: switches(options, machine),
      env: { ...definedOnly(machine.env), ...fontsFor(found, program) },
      // Signals belong to the command line, which has a report to write before it ends.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      ...(options.proxy ? { proxy: { ...options.proxy } } : {}),
    }
    const server = await keepAlive(port => chromium.launchServer({ ...usual, port }))
    const { wsEndpoint } = server
    const browser = await chromium.connect(wsEndpoint)
    const version = browser.version()
    await browser.close()
    return { ...server, name: found.name, version }
  } catch (error) {
    const first = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? ''
    throw new BrowserUnavailable({
      because: `${found.name}${found.path ? ` at ${found.path}` : ''} did not start (${first})`,
      mend: 'Set MUSTDO_BROWSER to a Chrome, Edge or Chromium that starts, then run: mustdo doctor',
    })
  }
}

const definedOnly = (env: Machine['env']): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))
