/** The report's English, for what else speaks of reports: letters, portfolio, comparison, terminal. */
import { en } from '../words/en.ts'

export { count, day, figure } from '../words/en/numbers.ts'

export const { states: stateWords, verdicts: verdictWords, fates: fateWords } = en.terms
