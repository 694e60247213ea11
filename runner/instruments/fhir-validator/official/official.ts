import type { OperationOutcome } from 'fhir/r4.js'
import { Pool } from 'undici'
import type { ValidatorAnswer, ValidatorEngine } from '../engine.ts'
import { readOutcome } from './outcome.ts'
import { ValidatorTrouble } from './trouble.ts'

/** How a worker reaches the validator that the main process started. Crosses threads as JSON. */
export interface OfficialAddress {
  readonly port: number
  readonly version: string
  readonly packages: readonly string[]
}

/** A Bundle of 500 takes under a second. Less than the patience of the engine that runs the checks, so that the reason is told. */
const LONGEST_MS = 12_000
/** After so many in a row that did not come, the rest need not wait for it too. */
const LATE_IN_A_ROW = 2

/**
 * HL7's own validator, driven over loopback. It works on one resource at a time, so they queue here and the time of each counts
 * from its own start. Rejects with ValidatorTrouble whenever no answer came; that is never an issue of the resource.
 */
export function officialValidator(address: OfficialAddress, longestMs: number = LONGEST_MS): ValidatorEngine {
  const pool = new Pool(`http://127.0.0.1:${address.port}`, { connections: 1, pipelining: 1 })
  let last: Promise<unknown> = Promise.resolve()
  let late = 0

  /** The outcome, or undefined when the validator itself threw (it answers 500 then). */
  async function ask(body: string, profile?: string): Promise<OperationOutcome | undefined> {
    if (late >= LATE_IN_A_ROW) throw new ValidatorTrouble('timed-out', "HL7's validator has stopped answering")
    const signal = AbortSignal.timeout(longestMs)
    try {
      const answer = await pool.request({
        method: 'POST',
        path: `/validateResource${profile ? `?${new URLSearchParams({ profile })}` : ''}`,
        headers: { 'content-type': 'application/fhir+json', accept: 'application/fhir+json' },
        body,
        signal,
        headersTimeout: 0,
        bodyTimeout: 0,
      })
      const outcome = (await answer.body.json()) as OperationOutcome
      late = 0
      if (answer.statusCode === 500) return undefined
      if (answer.statusCode !== 200 || !Array.isArray(outcome.issue))
        throw new ValidatorTrouble('refused', `HL7's validator answered ${answer.statusCode} instead of an outcome`)
      return outcome
    } catch (error) {
      if (error instanceof ValidatorTrouble) throw error
      if (signal.aborted) {
        late++
        throw new ValidatorTrouble('timed-out', `HL7's validator gave no answer in ${longestMs / 1000} s`)
      }
      throw new ValidatorTrouble('gone', `HL7's validator is not there any more (${(error as Error).message})`)
    }
  }

  async function validate(resource: unknown, profile?: string): Promise<ValidatorAnswer> {
    const body = JSON.stringify(resource) ?? 'null'
    const outcome = await ask(body, profile)
    if (outcome) return readOutcome(outcome, resource)
    // A profile that cannot be resolved makes it throw; if it manages without, that was why.
    const base = profile ? await ask(body) : undefined
    if (!base) throw new ValidatorTrouble('refused', "HL7's validator failed on this resource")
    const { issues, notEvaluated } = readOutcome(base, resource)
    return { issues, notEvaluated: [...notEvaluated, `profile ${profile}`] }
  }

  return {
    name: 'official',
    version: address.version,
    packages: address.packages,
    validate(resource, { profile } = {}) {
      const mine = last.then(() => validate(resource, profile))
      last = mine.catch(() => undefined)
      return mine
    },
    close: () => pool.destroy(),
  }
}
