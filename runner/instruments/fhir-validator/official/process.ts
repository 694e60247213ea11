import FhirValidator from 'fhir-validator-wrapper'

/**
 * The wrapper's process, made safe. As it comes it asks the port once a second and takes whoever answers there for the validator;
 * here only the child's own word counts. It logs to the console, which belongs to the command.
 */
export class ValidatorProcess extends FhirValidator {
  #listening: (() => void) | undefined
  #failed: ((error: Error) => void) | undefined
  readonly #ready = new Promise<void>((resolve, reject) => {
    this.#listening = resolve
    this.#failed = reject
  })

  override log(_level: string, message: string): void {
    if (this.port !== null && message === `Validator: ready ${this.port}`) this.#listening?.()
  }

  /** As it comes it waits 10 s for the end of a child that has ended, or that never was. */
  override async stop(): Promise<void> {
    const { process: child } = this
    if (child && child.pid !== undefined && child.exitCode === null && child.signalCode === null) await super.stop()
    else this.cleanup()
  }

  /** Rejects when the child dies, cannot be started, or is not ready in time (milliseconds). */
  override async waitForReady(timeout: number): Promise<void> {
    const fail = (why: string) => this.#failed?.(new Error(why))
    // The wrapper's own listener throws, which would end the run.
    this.process?.removeAllListeners('error').on('error', error => fail(error.message))
    this.process?.once('close', () => fail('the process ended before it was ready'))
    const timer = setTimeout(() => fail(`not ready after ${Math.round(timeout / 1000)} s`), timeout)
    try {
      await this.#ready
      this.isReady = true
    } finally {
      clearTimeout(timer)
    }
  }
}
