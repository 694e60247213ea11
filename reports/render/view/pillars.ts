import { type Pillar, pillars } from '../../../standards/model.ts'
import type { State } from '../../record.ts'
import { type Counts, countsBy, judged } from '../../verdict.ts'
import type { Words } from '../words/en.ts'
import type { Look } from './look.ts'

export interface PillarRow {
  /** Empty when no requirement of the run lies in the pillar. */
  readonly anchor: string
  readonly title: string
  readonly musts: string
  readonly cells: readonly {
    readonly state: string
    readonly label: string
    readonly value: string
    readonly zero: boolean
  }[]
  readonly noMusts: string
  readonly note: string
  readonly bar: { readonly width: number; readonly parts: readonly BarPart[] } | null
}

interface BarPart {
  readonly state: string
  readonly x: number
  readonly width: number
}

const columns: readonly State[] = ['met', 'notMet', 'cantTell', 'notTested', 'attested', 'notApplicable']

/** One row for each pillar that the run's packs touch, all seven kept in their order. */
export function pillarRows(look: Look): readonly PillarRow[] {
  const { pillars: said, terms, figure } = look.words
  return pillars.map(pillar => {
    const counts = countsBy(look.record, pillar)
    const asked = look.record.catalogue.requirements.some(requirement => requirement.pillar === pillar)
    const none = counts.musts === counts.states.notApplicable
    return {
      anchor: asked ? `p-${pillar}` : '',
      title: terms.pillars[pillar],
      musts: figure(counts.musts),
      cells: columns.map(state => ({
        state,
        label: terms.columns[state],
        value: figure(counts.states[state]),
        zero: counts.states[state] === 0,
      })),
      noMusts: asked ? (none ? noMusts(counts, said) : '') : said.nothingAsked,
      note: noteOf(pillar, look),
      bar: none ? null : bar(counts),
    }
  })
}

const noMusts = ({ musts, recommendations }: Counts, said: Words['pillars']) =>
  [
    musts > 0 ? said.noMustsApply(musts) : said.noMusts,
    recommendations.of > 0 ? said.recommendationsMet(recommendations.met, recommendations.of) : '',
  ]
    .filter(Boolean)
    .join('; ')

function bar({ musts, states }: Counts) {
  let x = 0
  const parts = (['met', 'attested', 'notApplicable', 'notTested', 'cantTell', 'notMet'] as const).map(state => {
    const part = { state, x, width: states[state] }
    x += states[state]
    return part
  })
  return { width: musts, parts: parts.filter(({ width }) => width > 0) }
}

/** What a pillar's figures must not be read as. Usability rests on research with users: the ACC-UR rows. */
function noteOf(pillar: Pillar, look: Look): string {
  const said = look.words.pillars
  if (pillar === 'clinical-safety') {
    const touched = new Set(
      look.record.requirements
        .filter(({ state }) => state === 'notMet')
        .flatMap(({ id, hazards }) => [
          ...(hazards ?? []),
          ...look.record.target.hazards.filter(hazard => hazard.requirements.includes(id)).map(hazard => hazard.id),
        ]),
    )
    if (look.record.target.hazards.length === 0 && touched.size === 0) return said.noHazardLog
    return said.hazards(touched.size)
  }
  if (pillar !== 'usability-accessibility') return ''
  const researched = judged(look.record).some(
    ({ requirement, result }) =>
      requirement.id.startsWith('ACC-UR-') && (result.state === 'attested' || result.state === 'met'),
  )
  return researched ? '' : said.usability
}
