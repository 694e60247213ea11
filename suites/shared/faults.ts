import type { Answered, Decision } from '../../runner/check.ts'
import { failed, passed } from '../../runner/check.ts'

/** What is wrong with one answer: a message key, what was expected and what was there. */
export interface Fault {
  readonly key: string
  readonly expected?: string
  readonly actual?: string
}

/**
 * Looks at every answer and says each fault once, with the addresses that have it as places. Passed when none has a fault; nothing
 * at all when there was nothing to look at, which the judge must explain itself.
 */
export function faultsIn(
  answers: readonly Answered[],
  look: (answer: Answered) => Fault | undefined,
  requirement?: string,
): Decision[] {
  const named = requirement === undefined ? {} : { requirement }
  const found = new Map<string, { fault: Fault; places: string[] }>()
  for (const answer of answers) {
    const fault = look(answer)
    if (!fault) continue
    const signature = JSON.stringify([fault.key, fault.actual])
    const same = found.get(signature) ?? { fault, places: [] }
    found.set(signature, same)
    if (!same.places.includes(answer.request.url)) same.places.push(answer.request.url)
  }
  if (found.size > 0)
    return [...found.values()].map(({ fault: { key, ...said }, places }) =>
      failed(key, { ...named, ...said, at: places[0] as string, places }),
    )
  const first = answers[0]
  return first ? [passed({ ...named, at: first.request.url, places: answers.map(({ request }) => request.url) })] : []
}
