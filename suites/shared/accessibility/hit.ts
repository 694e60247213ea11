/** What one engine says of one element: the raw material of findings. */
export const engines = ['axe', 'accesslint', 'alfa', 'qualweb', 'mustdo'] as const
export type EngineName = (typeof engines)[number]

export interface Hit {
  readonly engine: EngineName
  /** The engine's own name of the rule. */
  readonly rule: string
  readonly outcome: 'failed' | 'cantTell'
  /** W3C ACT rules that the engine's rule implements. */
  readonly act: readonly string[]
  /** Success criteria of WCAG, as `1.4.3`. */
  readonly criteria: readonly string[]
  /** The engine itself calls the rule best practice or an experiment: its criteria are then only what it is about. */
  readonly soft: boolean
  /** Where the element stands in the tree, as `/html[1]/body[1]/a[2]`: the same from every engine. */
  readonly path: string
  readonly selector: string
  readonly html: string
  /** What a person has to look at, where only a person can tell. */
  readonly look?: string
}

/** An engine that looked at a page, or why it could not. */
export interface EngineUse {
  readonly engine: EngineName
  readonly version: string
  readonly error?: string
}
