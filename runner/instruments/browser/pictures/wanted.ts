import type { EngineHit, PageBehaviour } from '../../../../reports/record.ts'

/** Elements that judges may find something about, surest first, each once: a picture helps to find them. */
export function wantedElements(hits: readonly EngineHit[], behaviour: PageBehaviour | undefined): readonly string[] {
  const hard = hits.filter(({ soft }) => !soft)
  /** The first element of each rule. */
  const firsts = (outcome: EngineHit['outcome']) => {
    const some = hard.filter(hit => hit.outcome === outcome)
    return [...new Map(some.toReversed().map(hit => [`${hit.engine}:${hit.rule}`, hit.selector])).values()].toReversed()
  }
  const ofBehaviour = [
    behaviour?.focusOrder?.jumps.map(({ to }) => to),
    behaviour?.moving?.things.map(({ selector }) => selector),
    behaviour?.forcedColours?.lost.map(({ selector }) => selector),
    behaviour?.hoverContent?.shown.map(({ trigger }) => trigger),
    behaviour?.darkScheme?.low,
  ].flatMap(selectors => selectors?.slice(0, 1) ?? [])
  const all = [...firsts('failed'), ...ofBehaviour, ...firsts('cantTell')]
  // The whole page is no element that a reader could find by its picture.
  return [...new Set(all)].filter(selector => selector !== '' && !/^(html|body|head)$/i.test(selector))
}
