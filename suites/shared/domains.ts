/** Names of the product in the public DNS, and what a resolver says about them. Asks; judges nothing. */
import { type Dns, type Landscape, type Lookup, type NotReached, noGround, notApplicable } from '../../runner/check.ts'
import { isAnswered } from './caa.ts'
import { isPublicName } from './public-name.ts'

/** Names that the target file gives, and the endpoints' own, each once. */
export function publicNames({ facts, origins }: Landscape): readonly string[] {
  const hosts = origins.map(({ url }) => new URL(url).hostname)
  return [...new Set([...(facts.domains ?? []), ...hosts])].filter(isPublicName)
}

export const noPublicName = notApplicable(
  'Every endpoint is reached by a number or by a name that the public DNS does not have.',
)

/** Several lookups, or no ground where a resolver is silent or refuses. */
export async function lookups(
  dns: Dns,
  questions: readonly { readonly name: string; readonly type: Parameters<Dns['lookup']>[1] }[],
): Promise<readonly Lookup[] | NotReached> {
  const answers = await Promise.all(questions.map(({ name, type }) => dns.lookup(name, type)))
  const lost = answers.find(answer => !isAnswered(answer))
  if (!lost) return answers
  return noGround(`no resolver answered for ${lost.name} ${lost.type} (${lost.error?.code})`, {
    who: 'supplier',
    act: 'run where a DNS resolver answers, or name one under resolver in the target file',
  })
}

/** A lookup as recorded, for examples: answers, or the code of an error. */
export const looked = (name: string, type: string, answers: readonly string[] | string): Lookup => ({
  kind: 'lookup',
  id: 'o1',
  key: '',
  at: '2026-11-22T12:00:00.000Z',
  ms: 3,
  name,
  type,
  answers: typeof answers === 'string' ? [] : answers,
  ...(typeof answers === 'string' && { error: { code: answers, message: 'none' } }),
})
