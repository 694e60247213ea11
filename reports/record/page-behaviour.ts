/**
 * What a page does when it is used, beyond what single rules tell: measured with real keys, a real pointer and real pixels. Elements are
 * named by selectors and never by their text. A part is absent where it was not looked at to its end.
 */
export interface PageBehaviour {
  readonly focusOrder?: FocusOrder
  readonly hoverContent?: HoverContent
  readonly shortcuts?: Shortcuts
  readonly moving?: Moving
  readonly flashes?: Flashes
  readonly forcedColours?: ForcedColours
  readonly darkScheme?: DarkScheme
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

/** Content that comes when an element has the pointer or the keyboard. */
export interface HoverContent {
  readonly tried: number
  /** False where there were more elements to try than are tried, or style sheets that could not be read. */
  readonly complete: boolean
  readonly shown: readonly HoverShown[]
  /** Elements beside which style alone draws text while they have the pointer; how that behaves cannot be read. */
  readonly drawnByStyle: number
}

/** null where it could not be told: it was not tried, or two tries differed. */
export interface HoverShown {
  readonly trigger: string
  readonly content: string
  readonly by: 'hover' | 'focus'
  /** Lies over other content than its trigger. */
  readonly obscures: boolean
  /** Escape sends it away while pointer and keyboard stay. */
  readonly dismissed: boolean | null
  /** The pointer can be moved onto it and it is still there. */
  readonly reached: boolean | null
  /** It is still there three seconds later. */
  readonly stays: boolean | null
}

/** What single printable keys set off while nothing in the page has the keyboard. */
export interface Shortcuts {
  /** How many keys were pressed; none where nothing listens for keys of the whole page. */
  readonly tried: number
  readonly keys: readonly {
    readonly key: string
    /** Moves the keyboard, changes what the page holds, leads elsewhere, or only keeps the key from the browser. */
    readonly does: 'moves' | 'changes' | 'leaves' | 'keeps'
  }[]
  /** Nearly every key does something: the page may take text without a field. */
  readonly nearlyAll: boolean
  /** The page changes by itself, so that a change says nothing of a key. */
  readonly restless: boolean
  /** There is a control that may lead to a place where shortcuts are switched off or changed. */
  readonly settings: boolean
}

/** What starts by itself and goes on for more than five seconds beside other content. */
export interface Moving {
  /** False where more moves than is looked at. */
  readonly complete: boolean
  readonly things: readonly {
    readonly selector: string
    readonly kind: 'style' | 'image' | 'video' | 'script' | 'marquee'
    /** Seconds; null for ever. */
    readonly lasts: number | null
    /** Looks like a sign that something is being done. */
    readonly busy: boolean
    /** Only words change. */
    readonly words: boolean
    /** Stands still for those who ask for less motion. */
    readonly preference: boolean
    /** Pixels were seen to change. */
    readonly seen: boolean
    /** Whether a control that is called after it stopped it; null where there is none. */
    readonly stops: boolean | null
  }[]
}

/** Changes of light in a film of the window, over an area that WCAG does not call safe. */
export interface Flashes {
  /** Seconds; none where nothing quick and large enough moves. */
  readonly filmed: number
  readonly frames: number
  /** False where there were too few pictures, or something lay outside the window. */
  readonly complete: boolean
  /** Turns from dark to light or back in the worst second; two make a flash. */
  readonly turns: number
  /** The same, to or from a saturated red. */
  readonly redTurns: number
  readonly selectors: readonly string[]
}

/** What is to be seen in the page's own colours and is gone where the browser forces those of its user. */
export interface ForcedColours {
  /** False where more may depend on colours than is pictured. */
  readonly complete: boolean
  readonly lost: readonly { readonly selector: string; readonly kind: 'field' | 'icon' | 'focus' }[]
  /** Empty fields of which nothing has a contrast of 3 to 1 with what is round them, in the page's own colours. */
  readonly faint: readonly string[]
}

/** Text on a page that offers a dark look, as axe-core measures it there. */
export interface DarkScheme {
  readonly offered: boolean
  /** Elements without enough contrast. */
  readonly low: readonly string[]
  /** How many elements axe-core could not decide. */
  readonly open: number
}
