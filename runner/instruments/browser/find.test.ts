import { expect, test } from 'vitest'
import { findBrowser, type Machine } from './find.ts'

const machine = (has: readonly string[], rest: Partial<Machine> = {}): Machine => ({
  platform: 'linux',
  arch: 'x64',
  env: { PATH: '/usr/local/bin:/usr/bin' },
  isExecutable: path => has.includes(path),
  hasBundle: () => false,
  ...rest,
})

test('the browser named by MUSTDO_BROWSER comes before any installed one', () => {
  const env = { MUSTDO_BROWSER: '/opt/mine' }
  expect(findBrowser(machine(['/usr/bin/chromium', '/opt/mine'], { env }))).toMatchObject({ path: '/opt/mine' })
})

test('a MUSTDO_BROWSER that cannot be run is said, not passed over', () => {
  const env = { MUSTDO_BROWSER: '/opt/typo' }
  expect(findBrowser(machine(['/usr/bin/chromium'], { env }))).toMatchObject({
    found: false,
    because: expect.stringContaining('/opt/typo'),
  })
})

test('an installed browser is found where its installer puts it on each platform', () => {
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  const windows = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'
  expect(findBrowser(machine(['/usr/bin/chromium']))).toMatchObject({ name: 'Chromium', path: '/usr/bin/chromium' })
  expect(findBrowser(machine([mac], { platform: 'darwin' }))).toMatchObject({ name: 'Google Chrome', path: mac })
  expect(
    findBrowser(machine([windows], { platform: 'win32', env: { 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' } })),
  ).toMatchObject({ name: 'Microsoft Edge', path: windows })
})

test('a browser in an unusual folder of PATH is found', () => {
  expect(findBrowser(machine(['/usr/local/bin/chromium']))).toMatchObject({ path: '/usr/local/bin/chromium' })
})

test('the bundled browser serves Linux on x64 only', () => {
  expect(findBrowser(machine([], { hasBundle: () => true }))).toMatchObject({ found: true, bundled: true })
  expect(findBrowser(machine([], { hasBundle: () => true, arch: 'arm64' }))).toMatchObject({ found: false })
})

test('where there is none, one command mends it on each platform', () => {
  const mend = (rest: Partial<Machine>) => {
    const found = findBrowser(machine([], rest))
    return found.found ? '' : found.mend
  }
  expect(mend({})).toBe('mustdo setup browser')
  expect(mend({ arch: 'arm64' })).toBe('sudo apt-get install chromium')
  expect(mend({ platform: 'darwin' })).toBe('brew install --cask google-chrome')
  expect(mend({ platform: 'win32' })).toBe('winget install Google.Chrome')
})
