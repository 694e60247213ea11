/** The parts of fhir-validator-wrapper 1.4.0 that are used; it has no types of its own. */
declare module 'fhir-validator-wrapper' {
  import type { ChildProcessWithoutNullStreams } from 'node:child_process'

  interface StartConfig {
    readonly version: string
    readonly txServer: string
    readonly txLog: string
    readonly igs?: readonly string[]
    readonly port?: number
    /** Milliseconds. */
    readonly timeout?: number
    readonly autoDownload?: boolean
    readonly extraArgs?: readonly string[]
  }

  export default class FhirValidator {
    constructor(validatorJarPath: string)
    /** Set before `start` first awaits; null when the process has closed. */
    process: ChildProcessWithoutNullStreams | null
    port: number | null
    isReady: boolean
    readonly lastOutput: string
    log(level: string, message: string, meta?: unknown): void
    start(config: StartConfig): Promise<void>
    waitForReady(timeout: number): Promise<void>
    stop(): Promise<void>
    cleanup(): void
    /** Both send parameters that the server does not know; only tests call them. */
    validate(resource: unknown, options?: unknown): Promise<import('fhir/r4.js').OperationOutcome>
    loadIG(packageId: string, version: string): Promise<import('fhir/r4.js').OperationOutcome>
    isRunning(): boolean
    /** What the process said of itself. */
    jarVersion(): string | undefined
  }
}
