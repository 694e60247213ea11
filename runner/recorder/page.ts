/** A page visit as it may be stored: the browser got cookies and form tokens of its own, which no exchange has shown to the redactor. */
import type { RawPageVisit } from '../instruments/browser/visit.ts'
import { hideValues } from './facts.ts'
import { holdsRealLookingPatient } from './patients.ts'
import type { Redactor } from './redact.ts'

interface PageContext {
  readonly redactor: Redactor
  readonly listedPatients: ReadonlySet<string>
}

/** Form tokens in snippets of HTML are hidden; of a page with real-looking patients only its address and weight are kept. */
export function capturePage(seen: RawPageVisit, { redactor, listedPatients }: PageContext): RawPageVisit {
  const strings = JSON.stringify([seen.facts, seen.details, seen.axe, seen.sent])
  if (holdsRealLookingPatient(strings, listedPatients)) {
    const { facts: _facts, details: _details, sent: _sent, ...rest } = seen
    const error = {
      code: 'withheld',
      message: 'the page held what looks like a real patient, who is not listed as test data',
    }
    return { ...rest, axe: [], error }
  }
  const axe = seen.axe.map(rule => ({
    ...rule,
    nodes: rule.nodes.map(node => ({ ...node, html: hideValues(node.html, 'text/html', redactor) })),
  }))
  return { ...seen, axe }
}
