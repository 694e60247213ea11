/** What an API may answer to genuine tokens that are unfit, for the examples of the checks about them. */
import { type Example, type FhirSubject, type NotReached, noData, noGround } from '../../runner/check.ts'
import { gatewayPage } from './examples.ts'
import { givenOut, refusedWith, SUPPLIER } from './oauth-examples.ts'
import type { Unfit } from './unfit-tokens.ts'

/** For a check of these kinds of unfit token: refused, let in, not given, broken, and no ground to judge on. */
export function unfitExamples(kinds: readonly string[]): readonly Example<Unfit | NotReached, FhirSubject>[] {
  const all = (answer: ReturnType<typeof refusedWith>) => kinds.map(kind => ({ kind, answers: [answer] }))
  return [
    {
      name: 'refused',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { genuine: all(refusedWith(401)), forged: [refusedWith(401)] },
    },
    { name: 'let in', from: SUPPLIER, outcome: 'failed', seen: { genuine: all(givenOut()), forged: [] } },
    {
      name: 'even a forged one is let in',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { genuine: kinds.map(kind => ({ kind, answers: [] })), forged: [givenOut()] },
    },
    {
      name: 'nobody gave a genuine one',
      from: SUPPLIER,
      outcome: 'untested',
      keys: kinds.map(() => 'no-token'),
      seen: { genuine: kinds.map(kind => ({ kind, answers: [] })), forged: [refusedWith(401)] },
    },
    {
      name: 'falls over',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: kinds.map(() => 'broke'),
      seen: { genuine: all(refusedWith(500)), forged: [] },
    },
    { name: 'no test patient', from: SUPPLIER, outcome: 'untested', seen: noData('a test patient') },
    { name: 'the control fails', from: SUPPLIER, outcome: 'cantTell', seen: noGround('nobody gets in') },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { genuine: all(gatewayPage()), forged: [] },
    },
  ]
}
