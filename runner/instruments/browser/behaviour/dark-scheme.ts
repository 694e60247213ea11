/// <reference lib="dom" />
import type { DarkScheme } from '../../../../reports/record.ts'
import type { Scanned } from '../engines/engine.ts'

const MOST = 10

/** Whether the page looks different for those who ask for dark, by its own style sheets. Runs in the page. */
function offersDark(): boolean {
  let offered = /dark/.test(document.querySelector<HTMLMetaElement>('meta[name=color-scheme]')?.content ?? '')
  offered ||= [document.documentElement, document.body].some(element =>
    /dark/.test(getComputedStyle(element).colorScheme),
  )
  const read = (rules: CSSRuleList) => {
    for (const rule of Array.from(rules)) {
      if (rule instanceof CSSMediaRule && /prefers-color-scheme/.test(rule.media.mediaText)) offered = true
      else if (rule instanceof CSSImportRule) sheet(rule.styleSheet)
      else if ('cssRules' in rule) read((rule as CSSGroupingRule).cssRules)
    }
  }
  const sheet = (one: CSSStyleSheet | null) => {
    try {
      if (one) read(one.cssRules)
    } catch {
      // A sheet of another origin may hold anything: the scheme is tried.
      offered = true
    }
  }
  for (const one of [...Array.from(document.styleSheets), ...document.adoptedStyleSheets]) sheet(one)
  offered ||=
    document.querySelector('link[media*="prefers-color-scheme"],source[media*="prefers-color-scheme"]') !== null
  return offered
}

interface ContrastRun {
  readonly violations: readonly {
    readonly nodes: readonly { readonly target: readonly (string | readonly string[])[] }[]
  }[]
  readonly incomplete: readonly { readonly nodes: readonly unknown[] }[]
}

/** Runs in the page, which has axe-core. */
async function contrast(most: number): Promise<Pick<DarkScheme, 'low' | 'open'>> {
  for (const animation of document.getAnimations())
    try {
      animation.finish()
    } catch {
      animation.cancel()
    }
  const axe = (globalThis as unknown as { axe: { run(root: Document, options: object): Promise<ContrastRun> } }).axe
  const { violations, incomplete } = await axe.run(document, { runOnly: ['color-contrast'], elementRef: false })
  return {
    low: violations.flatMap(({ nodes }) => nodes.map(({ target }) => target.flat().join(' >>> '))).slice(0, most),
    open: incomplete.flatMap(({ nodes }) => nodes).length,
  }
}

/** Contrast of text for those who ask for dark, where the page offers that. Needs axe-core in the page. */
export async function readDarkScheme({ page }: Scanned): Promise<DarkScheme> {
  if (!(await page.evaluate(offersDark))) return { offered: false, low: [], open: 0 }
  await page.emulateMedia({ colorScheme: 'dark' })
  try {
    return { offered: true, ...(await page.evaluate(contrast, MOST)) }
  } finally {
    await page.emulateMedia({ colorScheme: 'light' })
  }
}
