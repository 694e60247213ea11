/** Complaints of the YAML reader quote what they found; near credentials that must not reach a terminal or a CI log. */
const MISPLACED = / {2}((?:identities|proxy|journeys)\S*) is (?!empty\. ).+?\. Expected (an? (?:object|array|string)\b)/
const IN_ADDRESS = /\/\/[^\s"/@]+@/g
const TOO_DEEP = 'Maximum call stack size exceeded'
const SYNTAX = 'is not valid YAML'
const ENOUGH = 10

/** The same complaints without values that could be secrets, and without the avalanche that follows one broken bracket. */
export function presentable(problems: readonly string[], shown: string): readonly string[] {
  if (problems.some(problem => problem.includes(TOO_DEEP)))
    return [
      `${shown}  nests too deeply. Expected a target file, which is at most eight levels deep. Name the right file.`,
    ]
  const hidden = problems.map(problem =>
    problem.replace(MISPLACED, '  $1 is something else. Expected $2').replace(IN_ADDRESS, '//…@'),
  )
  const more = hidden.length - ENOUGH
  if (more <= 0 || !hidden[0]?.includes(SYNTAX)) return hidden
  return [...hidden.slice(0, ENOUGH), `${shown}  has ${more} more such faults, which may follow from the first.`]
}
