/** What the accessibility engines and mustdo's own rules together say about one success criterion of WCAG on one page. */
import {
  cantTell,
  type Decision,
  type EngineHit,
  type EngineName,
  type Example,
  failed,
  type PageSubject,
  type PageVisit,
  passed,
} from '../../runner/check.ts'
import { type Finding, findingsOf } from './accessibility/findings.ts'
import { trustTable } from './accessibility/trust.ts'
import { hit, page } from './examples.ts'
import { brokenPage, SUPPLIER } from './page-examples.ts'

const known = new WeakMap<PageVisit, readonly Finding[]>()
/** The findings on a page: the same that `mustdo accessibility` prints. */
export function findingsOn(visit: PageVisit): readonly Finding[] {
  const findings = known.get(visit) ?? findingsOf(visit.hits, trustTable())
  known.set(visit, findings)
  return findings
}

/**
 * One decision for each rule with something to say, else passed where the engine looked that knows most of the criterion: by
 * programs, so of a part of it. Best practice fails nothing.
 */
export function ruleDecisions(visit: PageVisit, criterion: string, by: EngineName = 'mustdo'): Decision[] {
  const at = visit.finalUrl
  const findings = findingsOn(visit).filter(
    ({ level, successCriteria }) => level !== 'none' && successCriteria.includes(criterion),
  )
  const open = [...new Set(findings.map(({ rules }) => rules[0]))].map(lead => {
    const ofRule = findings.filter(({ rules }) => rules[0] === lead)
    const sure = ofRule.filter(({ outcome }) => outcome === 'failed')
    const shown = sure.length > 0 ? sure : ofRule
    const rules = [...new Set(shown.flatMap(({ rules }) => rules))]
    const unlisted = visit.unlisted?.find(({ engine, rule }) => lead === `${engine}:${rule}`)?.elements ?? 0
    const details = {
      at,
      rule: rules.join(', '),
      actual: `${shown.length + unlisted}`,
      places: shown.map(({ selector }) => selector).slice(0, 10),
    }
    return sure.length > 0 ? failed('rule-broken', details) : cantTell('rule-open', details)
  })
  if (open.length > 0) return open
  const looked = visit.engines.some(({ engine, error }) => engine === by && error === undefined)
  return [looked ? passed({ at }) : cantTell('not-looked', { at, actual: by })]
}

export const ruleMessages = {
  'rule-broken': 'At {at} the rule {rule} is broken, elements: {actual}.',
  'rule-open': 'At {at} a person has to look at what the rule {rule} found, elements: {actual}.',
  'not-looked': 'At {at} the rules of {actual} did not run to their end.',
}

/** The examples of a check that rests on such rules. */
export function ruleExamples(
  criterion: string,
  rule: string,
  engine: EngineName = 'mustdo',
): readonly Example<{ visit: PageVisit }, PageSubject>[] {
  const found = (outcome: EngineHit['outcome'], more: Partial<EngineHit> = {}) => ({
    visit: page({}, [hit(rule, outcome, [criterion], { engine, ...more })]),
  })
  return [
    { name: 'nothing found', from: SUPPLIER, outcome: 'passed', seen: { visit: page() } },
    { name: 'broken', from: SUPPLIER, outcome: 'failed', seen: found('failed'), keys: ['rule-broken'] },
    { name: 'unsure', from: SUPPLIER, outcome: 'cantTell', seen: found('cantTell'), keys: ['rule-open'] },
    { name: 'best practice only', from: SUPPLIER, outcome: 'passed', seen: found('failed', { soft: true }) },
    { name: 'of another criterion', from: SUPPLIER, outcome: 'passed', seen: found('failed', { criteria: ['9.9.9'] }) },
    {
      name: 'an engine that broke',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { visit: page({}, [], { engines: [{ engine, version: '1', error: 'out of memory' }] }) },
      keys: ['not-looked'],
    },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ]
}
