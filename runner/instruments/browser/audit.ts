/// <reference lib="dom" />
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { CDPSession, Frame, Page } from 'playwright-core'
import type { RuleResult } from '../../../reports/record.ts'
import type { Axe } from './in-page/axe.ts'

/** WCAG 2.0, 2.1 and 2.2 at A and AA, and what axe-core calls best practice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'] as const

/** How much of axe-core's answer is kept. Passing elements are counted, and a few are shown. */
const KEEP = { nodes: 20, passing: 3, html: 200 } as const

export type Audit = { readonly version: string; readonly results: readonly RuleResult[] }

let source: Promise<string> | undefined
/** axe-core's own text, read once in a process. */
const axeSource = (): Promise<string> => {
  source ??= readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8').then(
    // A page's own module loader must not take it for one of its modules.
    text => `(function (define, module, exports) {${text}\n}).call(window)`,
  )
  return source
}

/**
 * Puts axe-core into every frame of the page that has none. Evaluated from outside, which a page's content security policy does
 * not stop; the main frame through the DevTools protocol, which is a third quicker for a text of this size.
 */
export async function installAxe(page: Page, cdp: CDPSession): Promise<void> {
  const text = await axeSource()
  const lacks = (frame: Frame) => frame.evaluate('typeof axe === "undefined" || !axe.commons').catch(() => false)
  await Promise.all(
    page.frames().map(async frame => {
      if (!(await lacks(frame))) return
      if (frame === page.mainFrame()) await cdp.send('Runtime.evaluate', { expression: `${text};0` })
      // A frame of its own process may be gone by now; axe-core then says that it could not look into it.
      else await frame.evaluate(text).catch(() => undefined)
    }),
  )
}

/** Runs axe-core in the page and cuts its answer. `installAxe` comes first. */
export const runAxe = (page: Page): Promise<Audit> =>
  page.evaluate(
    async ({ tags, keep }) => {
      const axe = (globalThis as unknown as { axe: Axe }).axe
      const raw = await axe.run(document, {
        runOnly: { type: 'tag', values: tags },
        // Style sheets and films are waited for, but not for axe-core's ten seconds.
        preload: { assets: ['cssom', 'media'], timeout: 2_000 },
      })
      const cut = (outcome: RuleResult['outcome'], results: typeof raw.violations): RuleResult[] =>
        results.map(({ id, tags, impact, nodes }) => ({
          rule: id,
          outcome,
          tags,
          impact: impact ?? null,
          nodeCount: nodes.length,
          nodes: nodes.slice(0, outcome === 'pass' ? keep.passing : keep.nodes).map(node => ({
            selector: node.target.flat(2).join(' >>> '),
            html: node.html.slice(0, keep.html),
            checks: outcome === 'pass' ? [] : [...node.any, ...node.all, ...node.none].map(check => check.id),
          })),
        }))
      return {
        version: axe.version,
        results: [
          ...cut('violation', raw.violations),
          ...cut('incomplete', raw.incomplete),
          ...cut('pass', raw.passes),
          ...cut('inapplicable', raw.inapplicable),
        ],
      }
    },
    { tags: [...TAGS], keep: KEEP },
  )
