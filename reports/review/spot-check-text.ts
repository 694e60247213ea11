import type { SpotCheck } from './spot-check.ts'

const SHOWN = 10

/** For people; the first line is the answer. */
export function spotCheckText(found: SpotCheck, seed: string): string {
  const { asked, judged, eligible, contradictions, drift, silent, changedChecks, trouble } = found
  const headline =
    contradictions.length > 0
      ? `${contradictions.length} of ${judged} judgements come out otherwise today`
      : judged === 0
        ? 'nothing could be judged again'
        : `${judged} judgements come out as the report says`
  return [
    headline,
    `  asked again  ${asked} requests, for a sample of ${eligible} judgements that stand on reads that may be repeated (--seed ${seed})`,
    ...(trouble ? [`  trouble      ${trouble}`] : []),
    ...block(
      '  contradicted',
      contradictions.map(one => `${one.assertion} was ${one.recorded}, is ${one.today}`),
    ),
    ...block(
      '  drift       ',
      drift.map(({ request, what }) => `${request}: ${what.join('; ')}`),
    ),
    ...block('  no answer   ', silent),
    ...block(
      '  other check ',
      changedChecks.map(one => `${one} is judged by a newer check; not held against the report`),
    ),
    '',
    'Not proven: that the report was true on its day. A product may have changed since; a contradiction is a question to the supplier.',
    'Drift is an answer that differs without a judgement that differs. What writes, or needs credentials other than those of --identities, was not asked.',
  ].join('\n')
}

function block(title: string, lines: readonly string[]): string[] {
  const more = lines.length > SHOWN ? [`and ${lines.length - SHOWN} more (--json lists them)`] : []
  return [...lines.slice(0, SHOWN), ...more].map(
    (line, index) => `${index === 0 ? title : ' '.repeat(title.length)} ${line}`,
  )
}
