import { findBrowser, type Machine, thisMachine } from '../browser/find.ts'
import { BrowserUnavailable, launchBrowser } from '../browser/launch.ts'
import type { Tool } from './tool.ts'

/** The browser, started once to see that it does (1 s; 2.5 s the first time, when the bundled one is unpacked). */
export async function tryBrowser(machine: Machine = thisMachine()): Promise<Tool> {
  const tool = {
    name: 'Browser',
    costs: 'no page is looked at: accessibility, display and page weight are not tested',
  }
  const found = findBrowser(machine)
  if (!found.found) return { ...tool, found: false, because: found.because, mend: found.mend }
  const mend = 'mustdo doctor'
  try {
    const server = await launchBrowser({ machine })
    await server.close()
    const where = found.path === '' ? 'inside the npm package @sparticuz/chromium' : found.path
    return { ...tool, mend, found: true, version: `${server.name} ${server.version}`, where }
  } catch (error) {
    if (!(error instanceof BrowserUnavailable)) throw error
    return { ...tool, found: false, because: error.because, mend: error.mend }
  }
}
