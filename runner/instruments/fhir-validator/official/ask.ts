import type { OperationOutcome } from 'fhir/r4.js'
import { Pool } from 'undici'
import { paramsOf, type Query } from './query.ts'
import { ValidatorTrouble } from './trouble.ts'

/** After so many in a row that did not come, the rest need not wait for it too. */
const LATE_IN_A_ROW = 2

export interface Asker {
  /** The outcome, or undefined when the validator itself threw (it answers 500 then). Rejects with ValidatorTrouble. */
  ask(body: string, query?: Query): Promise<OperationOutcome | undefined>
  close(): Promise<void>
}

/** One question at a time to the server on this port of loopback; what does not come within `longestMs` is given up. */
export function askerOf(port: number, longestMs: number): Asker {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 1, pipelining: 1 })
  let late = 0
  return {
    async ask(body, query = {}) {
      if (late >= LATE_IN_A_ROW) throw new ValidatorTrouble('timed-out', "HL7's validator has stopped answering")
      const signal = AbortSignal.timeout(longestMs)
      try {
        const answer = await pool.request({
          method: 'POST',
          path: `/validateResource?${paramsOf(query)}`,
          headers: { 'content-type': 'application/fhir+json', accept: 'application/fhir+json' },
          body,
          signal,
          headersTimeout: 0,
          bodyTimeout: 0,
        })
        const text = await answer.body.text()
        late = 0
        return outcomeIn(answer.statusCode, text)
      } catch (error) {
        if (error instanceof ValidatorTrouble) throw error
        if (signal.aborted) {
          late++
          throw new ValidatorTrouble('timed-out', `HL7's validator gave no answer in ${longestMs / 1000} s`)
        }
        throw new ValidatorTrouble('gone', `HL7's validator is not there any more (${(error as Error).message})`)
      }
    },
    close: () => pool.destroy(),
  }
}

/** A refusal comes as an outcome too, with status 400: it speaks of our request, never of the resource. */
function outcomeIn(status: number, text: string): OperationOutcome | undefined {
  if (status === 500) return undefined
  const outcome = parsed(text)
  if (status !== 200 || outcome?.resourceType !== 'OperationOutcome' || !Array.isArray(outcome.issue))
    throw new ValidatorTrouble(
      'refused',
      `HL7's validator answered ${status} instead of an outcome${outcome?.issue?.[0]?.details?.text ? ` (${outcome.issue[0].details.text.trim()})` : ''}`,
    )
  return outcome
}

function parsed(text: string): OperationOutcome | undefined {
  try {
    return JSON.parse(text) as OperationOutcome
  } catch {
    return undefined
  }
}
