import { pillars } from '../../../standards/model.ts'
import { countsOf, type Judged, judged, standing, type VerdictWord, verdictOf } from '../../verdict.ts'
import type { Words } from '../words/en.ts'
import type { Look } from './look.ts'
import { type RequirementView, requirementView, type Shown } from './requirement.ts'
import { anchor, link } from './text.ts'

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
  const { terms } = look.words
  return pillars.flatMap(pillar => {
    const mine = all.filter(({ requirement }) => requirement.pillar === pillar)
    if (mine.length === 0) return []
    const ids = [...new Set(mine.map(({ requirement }) => requirement.standard))]
    const groups = ids.map(id => ({ id, rows: mine.filter(({ requirement }) => requirement.standard === id) }))
    const word = wordOf(mine, look)
    return [
      {
        anchor: `p-${pillar}`,
        title: terms.pillars[pillar],
        pillar,
        verdict: verdictWord(pillar, word, look.words),
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

/** Of clinical safety no word says more than that the evidence is there. */
const verdictWord = (pillar: string | undefined, word: VerdictWord, { terms }: Words): string =>
  (pillar === 'clinical-safety' ? terms.clinicalVerdicts : terms.verdicts)[word]

function standardView(id: string, rows: readonly Judged[], look: Look, shown: Shown): StandardView {
  const standard = look.standards.get(id)
  const said = look.words.standards
  const word = wordOf(rows, look)
  const { musts, states, recommendations } = countsOf(counting(rows, 'must', look), counting(rows, 'should', look))
  const sorted = [...rows].sort((a, b) => weight(a) - weight(b))
  const parts = [
    states.notMet > 0 ? said.notMet(states.notMet) : '',
    states.cantTell > 0 ? said.cantTell(states.cantTell) : '',
    states.notTested > 0 ? said.notTested(states.notTested) : '',
    states.met > 0 ? said.met(states.met) : '',
    states.attested > 0 ? said.attested(states.attested) : '',
    states.notApplicable > 0 ? said.notApplicable(states.notApplicable) : '',
  ].filter(Boolean)
  const tally = musts > 0 ? said.tally(musts, parts) : ''
  const also = recommendations.of > 0 ? said.recommendationsMet(recommendations.met, recommendations.of) : ''
  const view = (one: Judged) => requirementView(one, look, shown)
  return {
    anchor: anchor('s', `${rows[0]?.requirement.pillar ?? ''}-${id}`),
    title: standard?.title ?? id,
    publisher: standard?.publisher ?? '',
    version: standard?.version ?? '',
    url: link(standard?.url ?? ''),
    verdict: verdictWord(rows[0]?.requirement.pillar, word, look.words),
    tone: word.replaceAll(' ', '-'),
    tally: [tally, also].filter(Boolean).join('; '),
    open: states.notMet > 0,
    requirements: sorted.filter(({ requirement }) => !requirement.trialUse).map(view),
    trialUse: sorted.filter(({ requirement }) => requirement.trialUse).map(view),
  }
}

const weight = ({ requirement, result }: Judged) => order[result.state] + levels[requirement.level]
