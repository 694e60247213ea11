/** Asks the pipeline that a run goes on in for its provider's token, by a program, since every provider has another way. */
import { claimsOf, isToken } from '../../reports/seal/ci-identity.ts'
import { answerOf } from './answer-of.ts'
import { KeyFileError } from './errors.ts'

const TIMEOUT_MS = 30_000

/**
 * The program is called with the audience as its only word and prints the token; one that ends in .js, .mjs or .cjs is run by this
 * Node. What it returns throws KeyFileError for an answer that is no token, or is for another audience.
 */
export const identityFrom =
  (program: string) =>
  async (audience: string): Promise<string> => {
    const script = /\.[cm]?js$/i.test(program)
    const name = `The program ${program} of --ci-identity`
    const next = `Run it by hand with the word ${audience} and see what it prints; docs/ci.md has one for GitHub.`
    const args = script ? [program, audience] : [audience]
    const command = script ? process.execPath : program
    const output = await answerOf({ name, next, command, args, timeoutMs: TIMEOUT_MS }, new Uint8Array())
    const token = output.toString('utf8').trim()
    const refuse = (what: string) =>
      new KeyFileError({ what: `${name} ${what}`, expected: `a token for ${audience}`, next })
    if (!isToken(token)) throw refuse('printed something that is no token (JWT)')
    const aud = claimsOf(token)?.['aud']
    if ([aud].flat().join() !== audience) throw refuse(`printed a token for ${JSON.stringify(aud) ?? 'nobody'}`)
    return token
  }
