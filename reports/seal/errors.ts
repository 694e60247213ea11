/** What is wrong with a sealed file, in words a program can branch on. */
export type SealCode =
  | 'not-a-report'
  | 'transit'
  | 'truncated'
  | 'characters'
  | 'record-block'
  | 'seal-in-body'
  | 'unsealed'
  | 'trailing'
  | 'encoding'
  | 'header'
  | 'algorithm'
  | 'key'
  | 'statement'
  | 'altered'
  | 'signature'
  | 'time'
  | 'signer'
  | 'trust'
  | 'archive'

export interface SealProblem {
  /** What is wrong; a sentence without its full stop. */
  readonly what: string
  /** Offset in the file, in bytes, where it is wrong. */
  readonly at?: number
  readonly expected: string
  readonly next: string
}

/** A sealed file, a signer or a trust file that is not as it must be: what and where, what was expected, what to do. */
export class SealError extends Error {
  readonly code: SealCode
  readonly at: number | undefined
  readonly expected: string
  readonly next: string

  constructor(code: SealCode, { what, at, expected, next }: SealProblem) {
    super(`${at === undefined ? '' : `Byte ${at}: `}${what}. Expected ${expected}. ${next}`)
    this.name = 'SealError'
    this.code = code
    this.at = at
    this.expected = expected
    this.next = next
  }
}

/** The next step when a file may only have been damaged on its way. */
export const askForOriginal =
  'Ask the sender for the original file, sent as a .zip: mail gateways, editors and "save as" rewrite HTML.'
