/** HL7's validator is in trouble, which is never the supplier's fault. Becomes the `error` of a validation, and so cantTell. */
export class ValidatorTrouble extends Error {
  override readonly name = 'ValidatorTrouble'
  readonly code: 'not-installed' | 'not-started' | 'port-taken' | 'gone' | 'timed-out' | 'refused' | 'wrong'
  constructor(code: ValidatorTrouble['code'], message: string) {
    super(message)
    this.code = code
  }
}
