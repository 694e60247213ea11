/** What a verified file leaves open, in words. Printed always: a list of rungs reads as more than it is. */
import type { Stamp } from './fresh.ts'
import type { Rung, RungName } from './rungs.ts'

export function notProven(rungs: readonly Rung[], stamps: readonly Stamp[]): string[] {
  const holds = (name: RungName) => rungs.some(({ rung, state }) => rung === name && state === 'holds')
  return [
    'That the run was honest: whoever holds the key can seal anything.',
    ...(holds('known signer') ? [] : ['Who sealed it: compare the fingerprint with one you got another way.']),
    ...(holds('re-rendered') ? [] : ['That the page shows what its record holds.']),
    ...(holds('complete') ? [] : ['That this is one whole run with nothing left out.']),
    holds('re-judged')
      ? 'That the evidence is what the live product answered: only its judgement was repeated.'
      : 'That the verdicts follow from the evidence: they were not judged again, or differ.',
    'That the live product answers so today: nothing was asked of it.',
    whenSealed(
      holds('fresh'),
      stamps.find(({ known }) => known),
    ),
    'That nothing was added later and cut off again: a file that lost its last seal still holds. Demand the role.',
  ]
}

function whenSealed(isFresh: boolean, stamp: Stamp | undefined): string {
  if (stamp) return `When the run was made: it is no later than ${stamp.time}; how much earlier, its own clock says.`
  return isFresh
    ? 'When it was sealed: the run is no older than your challenge, but later times are as the signer claims.'
    : 'When it was sealed: times are as the signer claims.'
}
