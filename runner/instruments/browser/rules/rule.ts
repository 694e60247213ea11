import type { Scanned } from '../engines/engine.ts'
import type { Kit } from '../engines/kit.ts'

/** An element that a rule has something to say about. */
export interface Found {
  readonly element: Element
  /** False where only a person can tell. */
  readonly sure?: boolean
  readonly look?: string
  /** ACT rules and criteria, where they differ from those of the whole rule. */
  readonly act?: readonly string[]
  readonly criteria?: readonly string[]
  readonly soft?: boolean
}

/** What our own rules find in the page beside the kit of all engines. */
export interface RuleKit extends Kit {
  /** The accessible name, as axe-core computes it. */
  name(element: Element): string
  role(element: Element): string | null
  /** The text that is drawn: what is hidden, clipped to nothing or moved off the page is not. */
  visibleText(element: Element): string
  words(text: string): string[]
}

interface About {
  readonly id: string
  readonly act: readonly string[]
  readonly criteria: readonly string[]
  /** Good practice: its criteria are only what it is about. */
  readonly soft?: boolean
}

/** A rule that reads the page. `find` runs there, so it must not refer to anything outside itself; `data` goes along. */
export interface PageRule<Data = undefined> extends About {
  readonly data?: Data
  readonly find: (kit: RuleKit, data: Data) => readonly Found[] | Promise<readonly Found[]>
}

/** A place found from outside the page. */
export interface Place {
  readonly path: string
  readonly selector: string
  readonly html: string
  readonly sure?: boolean
  readonly look?: string
  readonly act?: readonly string[]
  readonly criteria?: readonly string[]
  readonly soft?: boolean
  /** What is found goes by another name than the rule that looked. */
  readonly rule?: string
}

/** A rule that acts: presses keys, changes the window, compares pixels. It leaves the page as it was, as far as it can. */
export interface ActingRule extends About {
  readonly act: readonly string[]
  find(scanned: Scanned): Promise<readonly Place[]>
}

// biome-ignore lint/suspicious/noExplicitAny: the runner only passes a rule's data on to the rule
export type AnyPageRule = PageRule<any>
export const pageRule = <Data = undefined>(rule: PageRule<Data>): PageRule<Data> => rule
