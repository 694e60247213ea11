/** What mustdo's own rules, which press keys and compare pixels, say about one success criterion of WCAG on one page. */
import {
  cantTell,
  type Decision,
  type Example,
  failed,
  type PageSubject,
  type PageVisit,
  passed,
} from '../../runner/check.ts'
import { page } from './examples.ts'
import { brokenPage, SUPPLIER } from './page-examples.ts'

/** One decision for each rule with something to say, else passed: by a program, so of a part of the criterion. */
export function ruleDecisions(visit: PageVisit, criterion: string): Decision[] {
  const at = visit.finalUrl
  if (!visit.rules) return [cantTell('not-looked', { at })]
  const hits = visit.rules.filter(({ criteria }) => criteria.includes(criterion))
  const open = [...new Set(hits.map(({ rule }) => rule))].map(rule => {
    const ofRule = hits.filter(hit => hit.rule === rule)
    const sure = ofRule.filter(({ outcome }) => outcome === 'failed')
    const shown = sure.length > 0 ? sure : ofRule
    const details = { at, rule, actual: `${shown.length}`, places: shown.map(({ selector }) => selector).slice(0, 10) }
    return sure.length > 0 ? failed('rule-broken', details) : cantTell('rule-open', details)
  })
  return open.length > 0 ? open : [passed({ at })]
}

export const ruleMessages = {
  'rule-broken': 'At {at} the rule {rule} is broken, elements: {actual}.',
  'rule-open': 'At {at} a person has to look at what the rule {rule} found, elements: {actual}.',
  'not-looked': 'At {at} the rules that press keys and compare pixels did not run to their end.',
}

/** The examples of a check that rests on one of these rules. */
export function ruleExamples(criterion: string, rule: string): readonly Example<{ visit: PageVisit }, PageSubject>[] {
  const visit = (outcome?: 'failed' | 'cantTell', criteria = [criterion]): PageVisit => ({
    ...page(),
    rules: outcome ? [{ rule, outcome, criteria, selector: 'a' }] : [],
  })
  return [
    { name: 'nothing found', from: SUPPLIER, outcome: 'passed', seen: { visit: visit() } },
    { name: 'broken', from: SUPPLIER, outcome: 'failed', seen: { visit: visit('failed') }, keys: ['rule-broken'] },
    { name: 'unsure', from: SUPPLIER, outcome: 'cantTell', seen: { visit: visit('cantTell') }, keys: ['rule-open'] },
    { name: 'of another criterion', from: SUPPLIER, outcome: 'passed', seen: { visit: visit('failed', ['1.1.1']) } },
    { name: 'rules did not run', from: SUPPLIER, outcome: 'cantTell', seen: { visit: page() }, keys: ['not-looked'] },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ]
}
