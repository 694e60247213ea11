/**
 * What axe-core's results say about one success criterion of WCAG on one page. Only rules that axe-core files under a criterion
 * of level A or AA may fail it; best practice never does. What axe-core could not decide is for a person, and a clean scan does
 * not prove the criterion: checks that rest on it alone verify a part.
 */
import { cantTell, type Decision, failed, type PageVisit, passed, type RuleResult } from '../../runner/check.ts'

const levels = /^wcag2[12]?aa?$/

/** Results of rules that axe-core files under the criterion, for example `1.4.3`. */
export const rulesFor = (visit: PageVisit, criterion: string): readonly RuleResult[] =>
  visit.axe.filter(
    ({ tags }) => tags.includes(`wcag${criterion.replaceAll('.', '')}`) && tags.some(tag => levels.test(tag)),
  )

/** One decision for each rule with something to say, else passed. */
export function axeDecisions(visit: PageVisit, criterion: string): Decision[] {
  const at = visit.finalUrl
  const open = rulesFor(visit, criterion).flatMap(({ rule, outcome, nodes, nodeCount }) => {
    const details = { at, rule, actual: `${nodeCount}`, places: nodes.map(({ selector }) => selector) }
    if (outcome === 'violation') return [failed('axe-violation', details)]
    return outcome === 'incomplete' ? [cantTell('axe-incomplete', details)] : []
  })
  return open.length > 0 ? open : [passed({ at })]
}

export const axeMessages = {
  'axe-violation': 'At {at} the axe-core rule {rule} is broken, elements: {actual}.',
  'axe-incomplete': 'At {at} the axe-core rule {rule} could not be decided by a program, elements: {actual}.',
}
