import type { PageBehaviour, PageRuleHit, RuleResult } from '../../../../reports/record.ts'

interface Found {
  readonly axe: readonly RuleResult[]
  readonly rules: readonly PageRuleHit[]
  readonly behaviour: PageBehaviour | undefined
}

const levels = /^wcag2[12]?aa?$/

/** Elements that judges may find something about, surest first, each once: a picture helps to find them. */
export function wantedElements({ axe, rules, behaviour }: Found): readonly string[] {
  const ofAxe = (outcome: RuleResult['outcome']) =>
    axe
      .filter(rule => rule.outcome === outcome && rule.tags.some(tag => levels.test(tag)))
      .flatMap(({ nodes }) => nodes.slice(0, 1).map(({ selector }) => selector))
  const ofRules = (outcome: PageRuleHit['outcome']) =>
    [...new Set(rules.map(({ rule }) => rule))].flatMap(rule =>
      rules
        .filter(hit => hit.rule === rule && hit.outcome === outcome)
        .slice(0, 1)
        .map(({ selector }) => selector),
    )
  const ofBehaviour = [
    behaviour?.focusOrder?.jumps.map(({ to }) => to),
    behaviour?.moving?.things.map(({ selector }) => selector),
    behaviour?.forcedColours?.lost.map(({ selector }) => selector),
    behaviour?.hoverContent?.shown.map(({ trigger }) => trigger),
    behaviour?.darkScheme?.low,
  ].flatMap(selectors => selectors?.slice(0, 1) ?? [])
  const all = [
    ...ofAxe('violation'),
    ...ofRules('failed'),
    ...ofBehaviour,
    ...ofAxe('incomplete'),
    ...ofRules('cantTell'),
  ]
  // The whole page is no element that a reader could find by its picture.
  return [...new Set(all)].filter(selector => selector !== '' && !/^(html|body|head)$/i.test(selector))
}
