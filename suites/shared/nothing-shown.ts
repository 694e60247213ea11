import type { Decision } from '../../runner/check.ts'

/** The pages given show nothing that the clause speaks of: untested, and it names what page would. */
export const nothingShown = (page: string): Decision => ({
  outcome: 'untested',
  key: 'nothing-shown',
  what: page,
  owes: { who: 'supplier', act: `add ${page} to the pages in the target file` },
})
export const nothingShownMessage = { 'nothing-shown': 'None of the pages given is {what}.' }
