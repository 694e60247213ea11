/// <reference lib="dom" />
import type { Hit } from '../../../../suites/shared/accessibility/hit.ts'
import { type Engine, install } from './engine.ts'
import type { Kit } from './kit.ts'
import { scriptOf, versionOf } from './source.ts'

interface AccessLint {
  readonly rules: readonly { id: string; wcag: string[]; level: string; actRuleIds?: string[]; tags?: string[] }[]
  runAudit(
    document: Document,
    options: { includeAAA: boolean },
  ): { violations: readonly { ruleId: string; element?: Element; selector: string; html: string }[] }
}

export const accesslint: Engine = {
  name: 'accesslint',
  version: async () => versionOf('@accesslint/core'),
  async run({ page, cdp }) {
    const text = await scriptOf('@accesslint/core/iife')
    await install(cdp, `if (!window.__mustdoLint) window.__mustdoLint = (() => {${text}\n; return AccessLint })()`)
    return page.evaluate((): Hit[] => {
      const { __mustdoKit: kit, __mustdoLint: lint } = globalThis as unknown as {
        __mustdoKit: Kit
        __mustdoLint: AccessLint
      }
      const rules = new Map(lint.rules.map(rule => [rule.id, rule]))
      return lint.runAudit(document, { includeAAA: true }).violations.map(({ ruleId, element, selector, html }) => {
        const { wcag = [], actRuleIds = [], tags = [] } = rules.get(ruleId) ?? {}
        const place = element?.isConnected ? kit.at(element) : { path: selector, selector, html: html.slice(0, 200) }
        return {
          engine: 'accesslint',
          rule: ruleId,
          outcome: 'failed',
          act: actRuleIds,
          criteria: wcag,
          soft: wcag.length === 0 || tags.includes('best-practice'),
          ...place,
        }
      })
    })
  },
}
