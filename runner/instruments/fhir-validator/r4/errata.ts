/** Constraints of R4 4.0.1 whose expressions say something else than their text, and those that cannot be evaluated on one resource. */

const mended = new Map([
  // `Boolean` is FHIRPath's own type; the answer is one of FHIR's.
  ['que-7', "operator = 'exists' implies (answer is boolean)"],
  // The text says more than one, the expression more than two.
  ['que-12', 'enableWhen.count() > 1 implies enableBehavior.exists()'],
  // Without a probability the expression has no result at all.
  ['ras-2', '(probability as decimal).empty() or (probability as decimal) <= 100'],
])

/** They reject what their text allows (slice names in paths, percentages without a unit), or need what a reference leads to. */
export const notEvaluable: ReadonlySet<string> = new Set(['eld-19', 'eld-20', 'ras-1', 'ctm-1'])

/** The expression to evaluate; what only writes to a log is left out. */
export const asWritten = (key: string, expression: string): string =>
  (mended.get(key) ?? expression).replace(/\.trace\([^)]*\)/g, '')
