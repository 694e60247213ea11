// Learns from scanned cases how far each rule of each engine is to be trusted.
import { createHash } from 'node:crypto'
import { demandedAt } from '../../dist/suites/shared/accessibility/criteria.js'
import { findingsOf } from '../../dist/suites/shared/accessibility/findings.js'
import { fromFinding, isAbout, resultOf, tally } from './score.mjs'

/**
 * axe-core's A and AA rules are kept for being free of false alarms by their makers, and our own that no ACT rule is about have twins
 * of their own (`fixtures/behaviour`): both are trusted where the cases do not reach them. Every other rule has to show a record.
 */
const byReputation = ({ engine, act, soft, criteria }) =>
  !soft && ['A', 'AA'].includes(demandedAt(criteria)) && (engine === 'axe' || (engine === 'mustdo' && act.length === 0))

/**
 * Engines whose clean rules stay clean on cases that they were not chosen by. Those of accesslint look clean on half of the cases and
 * cry on the other, so it is a second voice: 1,294 of 2,000 with 43 false alarms in ten splits, not 1,306 with 98.
 */
const steady = ['axe', 'qualweb', 'mustdo']

/** The table, from these cases. */
export function learn(cases, scans) {
  const records = new Map()
  for (const one of cases)
    for (const hit of scans[one.id]?.hits ?? []) {
      if (hit.outcome !== 'failed') continue
      const key = `${hit.engine} ${hit.rule}`
      const record = records.get(key) ?? { hit, found: new Set(), falseAlarms: new Set() }
      records.set(key, record)
      if (isAbout(one, hit)) (one.expected === 'failed' ? record.found : record.falseAlarms).add(one.id)
    }
  const rules = {}
  for (const [key, { hit, found, falseAlarms }] of [...records].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const clean = falseAlarms.size === 0 && (found.size > 0 || byReputation(hit))
    const demanded = !hit.soft && ['A', 'AA'].includes(demandedAt(hit.criteria))
    const trust =
      clean && demanded && steady.includes(hit.engine) ? 'alone' : falseAlarms.size > found.size ? 'review' : 'agree'
    rules[hit.engine] ??= {}
    rules[hit.engine][key.split(' ').slice(1).join(' ')] = { trust, found: found.size, falseAlarms: falseAlarms.size }
  }
  return rules
}

const SPLITS = 10
/** Which half a case belongs to in a split; the same on every machine. */
const half = ({ id }, split) => createHash('sha256').update(`${id} ${split}`).digest()[0] % 2

/**
 * A table learnt from one half is scored on the other, both ways, in ten splits: what the method gives on cases it has not seen, summed.
 */
export function heldOut(cases, scans) {
  const total = { found: 0, failing: 0, falseAlarms: 0 }
  for (const [split, side] of Array.from({ length: SPLITS }, (_, split) => [
    [split, 0],
    [split, 1],
  ]).flat()) {
    const table = {
      steady,
      rules: learn(
        cases.filter(one => half(one, split) === side),
        scans,
      ),
    }
    const others = cases.filter(one => half(one, split) !== side)
    const sum = tally(others, one => resultOf(one, findingsOf(scans[one.id]?.hits ?? [], table).map(fromFinding)))
    for (const key of Object.keys(total)) total[key] += sum[key]
  }
  return total
}

/** The table as it is committed. */
export const tableOf = (cases, scans) => ({
  version: 1,
  corpus: `W3C ACT test cases, ${cases.length} of them, ${cases.filter(({ expected }) => expected === 'failed').length} failing`,
  steady,
  heldOut: heldOut(cases, scans),
  rules: learn(cases, scans),
})
