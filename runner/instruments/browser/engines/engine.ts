import type { CDPSession, Page } from 'playwright-core'
import type { EngineName, Hit } from '../../../../suites/shared/accessibility/hit.ts'

/** A loaded page that is at rest, and the DevTools session of it. */
export interface Scanned {
  readonly page: Page
  readonly cdp: CDPSession
}

/** An engine that runs on a loaded page. It looks and says what it found; what counts is decided elsewhere. */
export interface Engine {
  readonly name: EngineName
  version(): Promise<string>
  /** Everything it finds wrong or cannot decide. Needs the kit in the page. Rejects where the engine breaks. */
  run(scanned: Scanned): Promise<Hit[]>
}

/** Evaluates a script of an engine as a page's own script would be, from outside, which no content security policy stops. */
export async function install(cdp: CDPSession, source: string): Promise<void> {
  const { exceptionDetails } = await cdp.send('Runtime.evaluate', { expression: `${source}\n;0` })
  if (exceptionDetails)
    throw new Error(exceptionDetails.exception?.description?.split('\n', 1)[0] ?? exceptionDetails.text)
}
