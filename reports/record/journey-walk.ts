/** How a declared journey went. What was entered is never kept: equal numbers stand for equal values. */
export interface JourneyWalk {
  readonly name: string
  /** The place, from 1, of the step whose page this is. */
  readonly step: number
  /** Whether every step of the journey was done. */
  readonly complete: boolean
  /** The step that could not be done. */
  readonly stopped?: { readonly step: number; readonly does: string; readonly because: string }
  readonly pages: readonly JourneyPage[]
}

/** A page on the way, in the state in which it came. */
export interface JourneyPage {
  readonly step: number
  readonly url: string
  readonly fields: readonly JourneyField[]
  /** Names of controls that take over what was entered before (`Same as my home address`). */
  readonly takeOvers: readonly string[]
  /** What was entered on earlier pages and stands in the text of this one. */
  readonly shown: readonly number[]
}

export interface JourneyField {
  readonly selector: string
  readonly label: string
  readonly type: string
  readonly autocomplete: string
  readonly required: boolean
  /** Holds something already. */
  readonly filled: boolean
  /** Offers, in a list, something that was entered before. */
  readonly offers: boolean
  /** What the journey entered here; null for nothing, and for a field that it left alone. */
  readonly entered: number | null
}
