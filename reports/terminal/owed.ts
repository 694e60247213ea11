import type { Owed, RunRecord, State } from '../record.ts'
import { fateWords, stateWords } from '../render/view/words.ts'
import { judged, standing } from '../verdict.ts'
import { plain, wrap } from './text.ts'

/** One act that somebody owes, and the requirement that it would clear. */
export interface Debt extends Owed {
  readonly requirement: string
  readonly level: 'must' | 'should' | 'may'
  readonly state: State
  readonly because: string
}

const order = { supplier: 0, reviewer: 1, mustdo: 2 }
const levels = { must: 0, should: 1, may: 2 }

/** Everything that is open, by who owes the next act, musts first. */
export function owed(record: RunRecord): readonly Debt[] {
  return judged(record)
    .filter(({ result }) => result.state === 'cantTell' || result.state === 'notTested')
    .filter(one => standing(one, record.run.startedAt) === 'counts')
    .map(({ requirement, result }) => ({
      requirement: requirement.id,
      level: requirement.level,
      state: result.state,
      because: result.because ?? fateWords[result.fate],
      who: result.owes?.who ?? 'mustdo',
      act: result.owes?.act ?? `Say why ${requirement.id} is open.`,
    }))
    .sort((a, b) => order[a.who] - order[b.who] || levels[a.level] - levels[b.level])
}

const titles = { supplier: 'The supplier', reviewer: 'A person', mustdo: 'mustdo' }

/** The end of `mustdo owed`: the list for a terminal. */
export function owedText(record: RunRecord, { columns }: { readonly columns: number }): string {
  const debts = owed(record)
  if (debts.length === 0) return 'Nobody owes anything: every requirement that counts is settled.\n'
  return (['supplier', 'reviewer', 'mustdo'] as const)
    .flatMap(who => {
      const mine = debts.filter(debt => debt.who === who)
      if (mine.length === 0) return []
      return [
        `${titles[who]} owes ${mine.length}:`,
        ...mine.map(({ requirement, level, state, because, act }) =>
          wrap(
            `  ${requirement}  ${level}, ${stateWords[state].toLowerCase()}: ${plain(because)} -> ${plain(act)}`,
            columns,
            '      ',
          ),
        ),
        '',
      ]
    })
    .join('\n')
}
