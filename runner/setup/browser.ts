import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundleFolder } from '../instruments/browser/bundle.ts'
import { findBrowser, thisMachine } from '../instruments/browser/find.ts'
import { tryBrowser } from '../instruments/tools/browser-tool.ts'
import { SetupError } from './error.ts'
import { findNpm, runTool } from './run-tool.ts'

/** As in our own package.json. */
export const BROWSER_PACKAGE = '@sparticuz/chromium@143.0.4'

/**
 * Makes sure that there is a browser: one that is there is tried; else the npm package with Chromium inside is installed for this
 * user (64 MB; Linux on x64, other machines are told what to install). Throws SetupError.
 */
export async function setUpBrowser(data: string, say: (line: string) => void): Promise<void> {
  if (!findBrowser(thisMachine()).found) {
    if (process.platform !== 'linux' || process.arch !== 'x64')
      throw new SetupError(
        `The browser that can be brought runs on Linux with x64 only; this is ${process.platform} on ${process.arch}. Expected Chrome, Edge or Chromium.\nInstall one with: ${(await tryBrowser()).mend}`,
      )
    const npm = findNpm()
    if (!npm)
      throw new SetupError(
        'npm was not found beside node nor on PATH. Expected it, since it brings the browser.\nInstall Chromium with: sudo apt-get install chromium',
      )
    say(`browser: bringing ${BROWSER_PACKAGE} through npm (64 MB) …`)
    const folder = bundleFolder(data)
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'package.json'), '{"private":true}\n')
    await runTool('npm', npm, ['install', '--no-audit', '--no-fund', '--save-exact', BROWSER_PACKAGE], folder)
  }
  const tool = await tryBrowser()
  if (!tool.found) throw new SetupError(`${tool.because}. Expected a browser that starts.\nMend it with: ${tool.mend}`)
  say(`browser: ${tool.version} (${tool.where}) starts`)
}
