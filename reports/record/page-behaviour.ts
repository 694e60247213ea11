/**
 * What a page does when it is used, beyond what single rules tell: measured with real keys, a real pointer and real pixels. Elements are
 * named by selectors and never by their text. A part is absent where it was not looked at to its end.
 */
export interface PageBehaviour {
  readonly focusOrder?: FocusOrder
}

/** The order in which Tab stops, held against where the stops lie. */
export interface FocusOrder {
  /** Elements that Tab should stop at. */
  readonly stops: number
  /** False where there were more stops than are walked, or some lie in frames. */
  readonly complete: boolean
  readonly jumps: readonly FocusJump[]
}

/** A step of Tab that goes back: up in the same column, against the writing in the same row, or back in the code alone. */
export interface FocusJump {
  readonly from: string
  readonly to: string
  readonly way: 'up' | 'back' | 'code'
  /** A positive tabindex of one of the two, or the style that lays them out in another order than the code's. */
  readonly because: 'tabindex' | 'layout'
  /** The form that holds both; '' for none. */
  readonly form: string
  /** Stops in that form. */
  readonly fields: number
}
