import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { bundleEntry } from './bundle.ts'

/** A browser that can be started: where it lies and what it calls itself. `bundled` ones are still packed. */
export interface FoundBrowser {
  readonly found: true
  readonly name: 'Google Chrome' | 'Microsoft Edge' | 'Chromium' | 'Chromium (bundled)' | 'MUSTDO_BROWSER'
  readonly path: string
  readonly bundled: boolean
}

/** No browser; `mend` is the one command that changes that. */
export interface NoBrowser {
  readonly found: false
  readonly because: string
  readonly mend: string
}

/** What a search looks at; tests hand in another machine. */
export interface Machine {
  readonly platform: NodeJS.Platform
  readonly arch: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly isExecutable: (path: string) => boolean
  /** Whether the optional package with a browser inside is installed. */
  readonly hasBundle: () => boolean
}

type Named = readonly [FoundBrowser['name'], string]

const onLinux: readonly Named[] = [
  ['Google Chrome', '/usr/bin/google-chrome-stable'],
  ['Google Chrome', '/usr/bin/google-chrome'],
  ['Google Chrome', '/opt/google/chrome/chrome'],
  ['Microsoft Edge', '/usr/bin/microsoft-edge'],
  ['Microsoft Edge', '/opt/microsoft/msedge/msedge'],
  ['Chromium', '/usr/bin/chromium'],
  ['Chromium', '/usr/bin/chromium-browser'],
  ['Chromium', '/snap/bin/chromium'],
]

const onMac: readonly Named[] = [
  ['Google Chrome', 'Google Chrome.app/Contents/MacOS/Google Chrome'],
  ['Microsoft Edge', 'Microsoft Edge.app/Contents/MacOS/Microsoft Edge'],
  ['Chromium', 'Chromium.app/Contents/MacOS/Chromium'],
]

const onWindows: readonly Named[] = [
  ['Google Chrome', 'Google\\Chrome\\Application\\chrome.exe'],
  ['Microsoft Edge', 'Microsoft\\Edge\\Application\\msedge.exe'],
  ['Chromium', 'Chromium\\Application\\chrome.exe'],
]

const onPath: readonly Named[] = [
  ['Google Chrome', 'google-chrome-stable'],
  ['Google Chrome', 'google-chrome'],
  ['Microsoft Edge', 'microsoft-edge'],
  ['Chromium', 'chromium'],
  ['Chromium', 'chromium-browser'],
]

/** The places where installers put browsers on this kind of machine, in order of preference. */
function wellKnown({ platform, env }: Machine): readonly Named[] {
  if (platform === 'darwin')
    return onMac.flatMap(([name, path]) =>
      ['/Applications', join(env.HOME ?? '/', 'Applications')].map(root => [name, `${root}/${path}`] as const),
    )
  if (platform === 'win32')
    return onWindows.flatMap(([name, path]) =>
      [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
        .filter(root => root !== undefined)
        .map(root => [name, `${root}\\${path}`] as const),
    )
  return onLinux
}

const searchPath = ({ platform, env }: Machine): readonly Named[] =>
  platform === 'win32'
    ? []
    : (env.PATH ?? '')
        .split(delimiter)
        .filter(folder => folder !== '')
        .flatMap(folder => onPath.map(([name, file]) => [name, `${folder}/${file}`] as const))

const mends: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'brew install --cask google-chrome',
  win32: 'winget install Google.Chrome',
}

/**
 * Finds a browser: MUSTDO_BROWSER, then an installed Chrome, Edge or Chromium, then the one inside an npm package (Linux on
 * x64 only). A MUSTDO_BROWSER that cannot be run is an answer, not passed over: its owner meant that one.
 */
export function findBrowser(machine: Machine): FoundBrowser | NoBrowser {
  const wanted = machine.env.MUSTDO_BROWSER
  if (wanted)
    return machine.isExecutable(wanted)
      ? { found: true, name: 'MUSTDO_BROWSER', path: wanted, bundled: false }
      : {
          found: false,
          because: `MUSTDO_BROWSER names ${wanted}, which is not a program this user may run`,
          mend: 'Set MUSTDO_BROWSER to the path of Chrome, Edge or Chromium, or unset it.',
        }
  for (const [name, path] of [...wellKnown(machine), ...searchPath(machine)])
    if (machine.isExecutable(path)) return { found: true, name, path, bundled: false }
  const bundleRuns = machine.platform === 'linux' && machine.arch === 'x64'
  if (bundleRuns && machine.hasBundle()) return { found: true, name: 'Chromium (bundled)', path: '', bundled: true }
  return {
    found: false,
    because: 'no Chrome, Edge or Chromium is installed',
    mend: mends[machine.platform] ?? (bundleRuns ? 'mustdo setup browser' : 'sudo apt-get install chromium'),
  }
}

/** This machine. */
export const thisMachine = (): Machine => ({
  platform: process.platform,
  arch: process.arch,
  env: process.env,
  isExecutable: path => {
    try {
      accessSync(path, constants.X_OK)
      return statSync(path).isFile()
    } catch {
      return false
    }
  },
  hasBundle: () => bundleEntry() !== undefined,
})
