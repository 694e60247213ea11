// What counts as found and as a false alarm: a tool's failure is about a case if it names the case's ACT rule or, where it names no
// ACT rule at all, a success criterion that the rule proves broken.

/** Whether a finding is about the rule that a case tests. `act` and `criteria` are what the finding names. */
export const isAbout = ({ rule, criteria }, named) =>
  named.act.length > 0 ? named.act.includes(rule) : named.criteria.some(criterion => criteria.includes(criterion))

/** The result for one case: `failed`, `cantTell` or `nothing`. */
export function resultOf(one, named) {
  const about = named.filter(finding => isAbout(one, finding))
  return about.some(({ outcome }) => outcome === 'failed')
    ? 'failed'
    : about.some(({ outcome }) => outcome === 'cantTell')
      ? 'cantTell'
      : 'nothing'
}

/** Findings and hits in one shape. */
export const fromHit = ({ outcome, act, criteria }) => ({ outcome, act, criteria })
export const fromFinding = ({ outcome, actRules, successCriteria }) => ({
  outcome,
  act: actRules,
  criteria: successCriteria,
})

/** Totals over cases: failing ones found, or at least asked about, and alarms at those that must not fail. */
export function tally(cases, resultFor) {
  const results = cases.map(one => ({ one, result: resultFor(one) }))
  const count = (failing, result) =>
    results.filter(entry => (entry.one.expected === 'failed') === failing && entry.result === result).length
  return {
    failing: cases.filter(({ expected }) => expected === 'failed').length,
    right: cases.filter(({ expected }) => expected !== 'failed').length,
    found: count(true, 'failed'),
    asked: count(true, 'cantTell'),
    falseAlarms: count(false, 'failed'),
    askedInVain: count(false, 'cantTell'),
  }
}
