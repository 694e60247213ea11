import { pillars } from '../../../standards/model.ts'
import { countsOf, type Judged, judged, standing, type VerdictWord, verdictOf } from '../../verdict.ts'
import type { Look } from './look.ts'
import { type RequirementView, requirementView, type Shown } from './requirement.ts'
import { anchor, count, figure, link, pillarWords, verdictWords } from './words.ts'

export interface StandardView {
  readonly anchor: string
  readonly title: string
  readonly publisher: string
  readonly version: string
  readonly url: string
  readonly verdict: string
  readonly tone: string
  readonly tally: string
  readonly open: boolean
  readonly requirements: readonly RequirementView[]
  /** Clauses on trial inside a normative page: a reader weighs them apart. */
  readonly trialUse: readonly RequirementView[]
}

export interface PillarView {
  readonly anchor: string
  readonly title: string
  readonly pillar: string
  readonly verdict: string
  readonly standards: readonly StandardView[]
}

const order = { notMet: 0, cantTell: 1, notTested: 2, attested: 3, met: 4, notApplicable: 5 }
const levels = { must: 0, should: 10, may: 20 }

/** Standards beneath their pillars, what needs attention first. Clinical safety gets no verdict word: it is never "passed". */
export function standardsByPillar(look: Look, shown: Shown): readonly PillarView[] {
  const all = judged(look.record)
  return pillars.flatMap(pillar => {
    const mine = all.filter(({ requirement }) => requirement.pillar === pillar)
    if (mine.length === 0) return []
    const ids = [...new Set(mine.map(({ requirement }) => requirement.standard))]
    const groups = ids.map(id => ({ id, rows: mine.filter(({ requirement }) => requirement.standard === id) }))
    const word = wordOf(mine, look)
    return [
      {
        anchor: `p-${pillar}`,
        title: pillarWords[pillar],
        pillar,
        verdict: pillar === 'clinical-safety' ? evidenceWord(word) : verdictWords[word],
        standards: groups
          .map(({ id, rows }) => standardView(id, rows, look, shown))
          .sort((a, b) => Number(b.open) - Number(a.open)),
      },
    ]
  })
}

const counting = (rows: readonly Judged[], level: 'must' | 'should', look: Look) =>
  rows.filter(one => one.requirement.level === level && standing(one, look.record.run.startedAt) === 'counts')

const wordOf = (rows: readonly Judged[], look: Look): VerdictWord => verdictOf(counting(rows, 'must', look))

/** What may be said of clinical safety: whether the evidence is there, never that anything is safe. */
export const evidenceWord = (word: VerdictWord): string =>
  ({
    conformant: 'Evidence in date',
    incomplete: 'Evidence incomplete',
    'not conformant': 'Musts not met',
    'no musts': 'No musts',
  })[word]

function standardView(id: string, rows: readonly Judged[], look: Look, shown: Shown): StandardView {
  const standard = look.standards.get(id)
  const word = wordOf(rows, look)
  const { musts, states, recommendations } = countsOf(counting(rows, 'must', look), counting(rows, 'should', look))
  const sorted = [...rows].sort((a, b) => weight(a) - weight(b))
  const parts = [
    states.notMet > 0 ? `${figure(states.notMet)} not met` : '',
    states.cantTell > 0 ? `${figure(states.cantTell)} could not tell` : '',
    states.notTested > 0 ? `${figure(states.notTested)} not tested` : '',
    states.met > 0 ? `${figure(states.met)} met` : '',
    states.attested > 0 ? `${figure(states.attested)} attested` : '',
  ].filter(Boolean)
  const tally = musts > 0 ? `${count(musts, 'must')}: ${parts.join(', ') || 'none applies'}` : ''
  const also =
    recommendations.of > 0 ? `${recommendations.met} of ${count(recommendations.of, 'recommendation')} met` : ''
  const view = (one: Judged) => requirementView(one, look, shown)
  const clinical = rows[0]?.requirement.pillar === 'clinical-safety'
  return {
    anchor: anchor('s', `${rows[0]?.requirement.pillar ?? ''}-${id}`),
    title: standard?.title ?? id,
    publisher: standard?.publisher ?? '',
    version: standard?.version ?? '',
    url: link(standard?.url ?? ''),
    verdict: clinical ? evidenceWord(word) : verdictWords[word],
    tone: word.replaceAll(' ', '-'),
    tally: [tally, also].filter(Boolean).join('; '),
    open: states.notMet > 0,
    requirements: sorted.filter(({ requirement }) => !requirement.trialUse).map(view),
    trialUse: sorted.filter(({ requirement }) => requirement.trialUse).map(view),
  }
}

const weight = ({ requirement, result }: Judged) => order[result.state] + levels[requirement.level]
