/// <reference lib="dom" />
import type { Hit } from '../../../../suites/shared/accessibility/hit.ts'
import { installAxe } from '../audit.ts'
import type { Axe } from '../in-page/axe.ts'
import type { Engine } from './engine.ts'
import type { Kit } from './kit.ts'
import { versionOf } from './source.ts'

/** Runs in the page: every rule that is not deprecated, whatever its level. */
async function audit(): Promise<Hit[]> {
  const { __mustdoKit: kit, axe } = globalThis as unknown as { __mustdoKit: Kit; axe: Axe }
  const known = new Map(
    axe
      .getRules()
      .filter(({ tags }) => !tags.includes('deprecated'))
      .map(rule => [rule.ruleId, rule]),
  )
  /** `wcag143` → `1.4.3`, `wcag1410` → `1.4.10`. */
  const criteriaOf = (tags: readonly string[]): string[] =>
    tags.flatMap(tag => {
      const [, principle, guideline, criterion] = /^wcag(\d)(\d)(\d+)$/.exec(tag) ?? []
      return principle ? [`${principle}.${guideline}.${criterion}`] : []
    })
  const raw = await axe.run(document, {
    runOnly: { type: 'rule', values: [...known.keys()] },
    resultTypes: ['violations', 'incomplete'],
    elementRef: true,
    // Style sheets and films are waited for, but not for axe-core's ten seconds.
    preload: { assets: ['cssom', 'media'], timeout: 2_000 },
  })
  const hitsOf = (results: typeof raw.violations, outcome: Hit['outcome']): Hit[] =>
    results.flatMap(({ id, nodes }) => {
      const { tags = [], actIds = [] } = known.get(id) ?? {}
      return nodes.map((node): Hit => {
        // What lies in a frame has no element here.
        const inFrame = node.target.length > 1 || !node.element
        const selector = node.target.flat(2).join(' >>> ')
        return {
          engine: 'axe',
          rule: id,
          outcome,
          act: actIds,
          criteria: criteriaOf(tags),
          soft: tags.includes('best-practice') || tags.includes('experimental'),
          ...(inFrame || !node.element
            ? { path: selector, selector, html: node.html.slice(0, 200) }
            : kit.at(node.element as Element)),
        }
      })
    })
  return [...hitsOf(raw.violations, 'failed'), ...hitsOf(raw.incomplete, 'cantTell')]
}

/** axe-core with every rule that is not deprecated, whatever its level. */
export const axeEngine: Engine = {
  name: 'axe',
  version: async () => versionOf('axe-core'),
  async run({ page, cdp }) {
    await installAxe(page, cdp)
    return page.evaluate(audit)
  },
}
