/// <reference lib="dom" />
import { createRequire } from 'node:module'
import type { Hit } from '../../../../suites/shared/accessibility/hit.ts'
import { installAxe } from '../audit.ts'
import type { Axe } from '../in-page/axe.ts'
import type { Engine, Spot } from './engine.ts'
import type { Kit } from './kit.ts'

interface AxeRule {
  readonly ruleId: string
  readonly tags: readonly string[]
  readonly actIds?: readonly string[]
}
interface AxeModule {
  readonly version: string
  getRules(): readonly AxeRule[]
}

let loaded: AxeModule | undefined
const axe = (): AxeModule => {
  loaded ??= createRequire(import.meta.url)('axe-core') as AxeModule
  return loaded
}

/** `wcag143` → `1.4.3`, `wcag1410` → `1.4.10`. */
const criteriaOf = (tags: readonly string[]): string[] =>
  tags.flatMap(tag => {
    const [, principle, guideline, criterion] = /^wcag(\d)(\d)(\d+)$/.exec(tag) ?? []
    return principle ? [`${principle}.${guideline}.${criterion}`] : []
  })

/** axe-core with every rule that is not deprecated, whatever its level. */
export const axeEngine: Engine = {
  name: 'axe',
  version: async () => axe().version,
  async run({ page, cdp }) {
    await installAxe(page, cdp)
    const rules = axe()
      .getRules()
      .filter(({ tags }) => !tags.includes('deprecated'))
    const spots = await page.evaluate(
      async (names): Promise<Spot[]> => {
        const kit = (globalThis as unknown as { __mustdoKit: Kit }).__mustdoKit
        const raw = await (globalThis as unknown as { axe: Axe }).axe.run(document, {
          runOnly: { type: 'rule', values: names },
          resultTypes: ['violations', 'incomplete'],
          elementRef: true,
          preload: { assets: ['cssom', 'media'], timeout: 2_000 },
        })
        const spotsOf = (results: typeof raw.violations, outcome: 'failed' | 'cantTell') =>
          results.flatMap(({ id, nodes }) =>
            nodes.map(node => {
              // What lies in a frame has no element here.
              const inFrame = node.target.length > 1 || !node.element
              const selector = node.target.flat(2).join(' >>> ')
              return {
                rule: id,
                outcome,
                ...(inFrame || !node.element
                  ? { path: selector, selector, html: node.html.slice(0, 200) }
                  : kit.at(node.element as Element)),
              }
            }),
          )
        return [...spotsOf(raw.violations, 'failed'), ...spotsOf(raw.incomplete, 'cantTell')]
      },
      rules.map(({ ruleId }) => ruleId),
    )
    const known = new Map(rules.map(rule => [rule.ruleId, rule]))
    return spots.map((spot): Hit => {
      const { tags = [], actIds = [] } = known.get(spot.rule) ?? {}
      const soft = tags.includes('best-practice') || tags.includes('experimental')
      return { engine: 'axe', ...spot, act: actIds, criteria: criteriaOf(tags), soft }
    })
  },
}
