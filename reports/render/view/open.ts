import type { State } from '../../record.ts'
import { type Judged, judged, standing } from '../../verdict.ts'
import type { Words } from '../words/en.ts'
import { causesOf } from './cause.ts'
import type { Look } from './look.ts'
import { anchor } from './text.ts'

export interface OpenRow {
  readonly href: string
  readonly id: string
  readonly level: string
  readonly state: string
  readonly stateWord: string
  readonly why: string
  readonly act: string
}

export interface OpenView {
  readonly groups: readonly { readonly title: string; readonly who: string; readonly rows: readonly OpenRow[] }[]
  readonly attested: readonly {
    readonly href: string
    readonly id: string
    readonly who: string
    readonly until: string
    readonly statement: string
  }[]
  readonly claimed: readonly {
    readonly href: string
    readonly id: string
    readonly by: string
    readonly reason: string
    readonly status: string
  }[]
  readonly waived: readonly {
    readonly href: string
    readonly id: string
    readonly status: string
    readonly reason: string
    readonly until: string
  }[]
  readonly uncounted: readonly {
    readonly href: string
    readonly id: string
    readonly why: string
    readonly state: string
    readonly stateWord: string
  }[]
  readonly any: boolean
}

/** Everything that is not simply met or not met, in the open, with who owes which act. */
export function openView(look: Look): OpenView {
  const { words } = look
  const { open: said, day } = words
  const all = judged(look.record)
  const open = all.filter(({ result }) => result.state === 'cantTell' || result.state === 'notTested')
  const groups = (['supplier', 'reviewer', 'mustdo'] as const).map(who => ({
    who,
    title: said[who],
    rows: open.filter(({ result }) => (result.owes?.who ?? 'mustdo') === who).map(one => openRow(one, words)),
  }))
  const view = {
    groups: groups.filter(({ rows }) => rows.length > 0),
    attested: all.flatMap(({ result, requirement }) =>
      result.attestation && result.attestation.problems.length === 0
        ? [
            {
              ...at(requirement.id),
              who: `${result.attestation.by}, ${result.attestation.role}`,
              until: day(result.attestation.until),
              statement: result.attestation.statement,
            },
          ]
        : [],
    ),
    claimed: all.flatMap(({ result, requirement }) =>
      result.claim
        ? [
            {
              ...at(requirement.id),
              ...result.claim,
              status: result.state === 'notApplicable' ? said.accepted : said.notAccepted,
            },
          ]
        : [],
    ),
    waived: all.flatMap(({ result, requirement }) =>
      result.waiver ? [{ ...at(requirement.id), ...result.waiver, until: day(result.waiver.until) }] : [],
    ),
    uncounted: all.flatMap(one => {
      const why = standing(one, look.record.run.startedAt)
      return why === 'counts'
        ? []
        : [{ ...at(one.requirement.id), why: uncountedWhy(one, why, words), ...stateOf(one.result.state, words) }]
    }),
  }
  return {
    ...view,
    any:
      view.groups.length + view.attested.length + view.claimed.length + view.waived.length + view.uncounted.length > 0,
  }
}

const at = (id: string) => ({ id, href: anchor('r', id) })
const stateOf = (state: State, { terms }: Words) => ({ state, stateWord: terms.states[state] })

const openRow = ({ requirement, result }: Judged, words: Words): OpenRow => ({
  ...at(requirement.id),
  ...stateOf(result.state, words),
  level: words.terms.levels[requirement.level],
  why: result.because ?? words.terms.fates[result.fate],
  act: result.owes?.act ?? words.open.sayWhy(requirement.id),
})

const uncountedWhy = ({ requirement }: Judged, why: string, { open: said }: Words) =>
  why === 'not yet in force'
    ? said.notYetDue(requirement.conformBy ?? requirement.inForce ?? '')
    : requirement.dutyHolder === 'provider'
      ? said.buyersDuty
      : said.publicDuty

export interface WarningView {
  readonly href: string
  readonly id: string
  readonly statement: string
  readonly what: string
  readonly kind: string
}

/** Failed shoulds, and advice that never rolls up. */
export function warnings(look: Look): readonly WarningView[] {
  const said = look.words.warnings
  return judged(look.record).flatMap(({ requirement, result }) => {
    const causes = causesOf(requirement.id, look)
    const advice = causes
      .filter(cause => cause.advice)
      .map(cause => ({
        ...at(requirement.id),
        href: anchor('f', cause.ids[0] ?? ''),
        statement: requirement.statement,
        what: cause.message,
        kind: said.advice,
      }))
    if (requirement.level === 'must' || result.state !== 'notMet') return advice
    const what = causes.find(cause => cause.outcome === 'failed' && !cause.advice)?.message ?? result.because ?? ''
    const kind = requirement.level === 'should' ? said.should : said.may
    return [{ ...at(requirement.id), statement: requirement.statement, what, kind }, ...advice]
  })
}
