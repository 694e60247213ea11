/** What a sign-in at a website gave the browser, as far as facts about its cookies tell. */
import type { Exchange, Fact } from '../../runner/check.ts'

/** The last value of each cookie that the answers of one sign-in set: its name and the fact about it. */
export function cookiesGiven(steps: readonly Exchange[]): ReadonlyMap<string, Fact> {
  const given = new Map<string, Fact>()
  for (const { response, facts } of steps) {
    const fields = (response?.rawHeaders ?? []).filter(([name]) => name.toLowerCase() === 'set-cookie')
    for (const [i, [, field]] of fields.entries()) {
      const name = (field.split('=')[0] ?? '').trim()
      const fact = facts.find(({ where }) => where === `response.header.set-cookie[${i}]`)
      if (fact) given.set(name, fact)
      else given.delete(name)
    }
  }
  return given
}

/** Bits that a value may hold at most, when so many of its characters are chance. */
export const bitsIn = ({ bitsOfEntropy = 0, length }: Fact, characters = length): number =>
  length === 0 ? 0 : (bitsOfEntropy * Math.min(characters, length)) / length
