import type { Engine } from '../../../reports/record.ts'

/** A part of the machine that checks stand on. */
export interface Tool {
  readonly name: string
  readonly found: boolean
  readonly version?: string
  readonly where?: string
  /** What is wrong, when it is not found or not good enough: one phrase. */
  readonly because?: string
  /** What its absence costs the report: one sentence. */
  readonly costs: string
  /** The one command that mends its absence. */
  readonly mend: string
  /** Nothing can run without it. */
  readonly needed?: boolean
}

/** The form in which a record names what it stood on, and what was missing. */
export const toEngine = (tool: Tool): Engine => ({
  name: tool.name,
  version: tool.version ?? '',
  available: tool.found,
  ...(tool.found ? {} : { because: tool.because ? `${tool.because}: ${tool.costs}` : tool.costs, mend: tool.mend }),
})
