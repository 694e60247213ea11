/** Starts what checks need beyond the network, and says of each whether it is there, what its absence costs and how to mend it. */
import type { Engine } from '../../reports/record.ts'
import type { Landscape } from '../check.ts'
import { findBrowser, thisMachine } from '../instruments/browser/find.ts'
import { type BrowserServer, BrowserUnavailable, launchBrowser } from '../instruments/browser/launch.ts'
import type { Target } from '../target/model.ts'

export interface Engines {
  readonly engines: readonly Engine[]
  readonly browser?: BrowserServer
}

interface Wanted {
  readonly target: Target
  readonly landscape: Landscape
  readonly trusted: readonly { readonly origin: string; readonly spki: string }[]
  readonly planOnly: boolean
  /** Nothing will be looked at any more. */
  readonly stopped: boolean
}

const browserCosts = 'the accessibility, display and page weight checks are not tested'

export async function startEngines({ target, landscape, trusted, planOnly, stopped }: Wanted): Promise<Engines> {
  if (landscape.pages.length === 0) return { engines: [] }
  if (planOnly || stopped) return { engines: [found()] }
  try {
    const browser = await launchBrowser({
      hosts: landscape.facts.origins.map(origin => new URL(origin).hostname),
      ...(target.ca && { trustedSpki: trusted.map(({ spki }) => spki) }),
      ...(target.proxy && { proxy: { server: target.proxy.url } }),
    })
    return {
      browser,
      engines: [{ name: 'browser', version: `${browser.name} ${browser.version}`, available: true }],
    }
  } catch (error) {
    if (!(error instanceof BrowserUnavailable)) throw error
    return {
      engines: [
        {
          name: 'browser',
          version: '',
          available: false,
          because: `${error.because}; ${browserCosts}`,
          mend: error.mend,
        },
      ],
    }
  }
}

function found(): Engine {
  const browser = findBrowser(thisMachine())
  return 'because' in browser
    ? {
        name: 'browser',
        version: '',
        available: false,
        because: `${browser.because}; ${browserCosts}`,
        mend: browser.mend,
      }
    : { name: 'browser', version: '', available: true }
}
