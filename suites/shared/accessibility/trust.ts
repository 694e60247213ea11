/**
 * How far each rule of each engine is to be trusted, as the run over the W3C's test cases showed (`trust.json`, written by
 * `npm run scoreboard:act -- --write-trust`).
 */
import { readFileSync } from 'node:fs'
import { demandedAt } from './criteria.ts'
import type { EngineName, Hit } from './hit.ts'

/**
 * `alone`: a clean record, and a success criterion of level A or AA behind it. `agree`: counts when a second engine says the same
 * of the same element. `review`: wrong as often as right; a person looks.
 */
export type Trust = 'alone' | 'agree' | 'review'

export interface RuleRecord {
  readonly trust: Trust
  /** Failing cases it found. */
  readonly found: number
  /** Cases that must not fail at which it cried. */
  readonly falseAlarms: number
}

export interface TrustTable {
  readonly version: 1
  /** Engines whose clean rules stay clean on other cases: two others may agree and both be wrong. */
  readonly steady: readonly EngineName[]
  /** What the table was learnt from, and what a table learnt from one half of it scores on the other half. */
  readonly corpus: string
  readonly heldOut: { readonly found: number; readonly failing: number; readonly falseAlarms: number }
  readonly rules: { readonly [engine in EngineName]?: { readonly [rule: string]: RuleRecord } }
}

let loaded: TrustTable | undefined
/** The committed table. */
export const trustTable = (): TrustTable => {
  loaded ??= JSON.parse(readFileSync(new URL('trust.json', import.meta.url), 'utf8')) as TrustTable
  return loaded
}

/**
 * Of rules that the W3C's cases do not reach, axe-core's at level A and AA are kept free of false alarms by their makers, and our
 * own have twins of their own (`fixtures/behaviour`); any other needs a second engine.
 */
export const trustIn = (table: TrustTable, { engine, rule, soft, criteria }: Hit): Trust =>
  table.rules[engine]?.[rule]?.trust ??
  (!soft && (engine === 'mustdo' || (engine === 'axe' && ['A', 'AA'].includes(demandedAt(criteria))))
    ? 'alone'
    : 'agree')

/** Whether the rule, of a steady engine, found something and never cried where nothing was wrong. */
export function isClean(table: TrustTable, engine: EngineName, rule: string): boolean {
  const record = table.rules[engine]?.[rule]
  return table.steady.includes(engine) && record !== undefined && record.found > 0 && record.falseAlarms === 0
}

/** Whether the rule is of a steady engine and never cried in vain; one without a record never did. */
export const neverErred = (table: TrustTable, engine: EngineName, rule: string): boolean =>
  table.steady.includes(engine) && (table.rules[engine]?.[rule]?.falseAlarms ?? 0) === 0
