import type { FormSent } from './form-sent.ts'
import type { JourneyWalk } from './journey-walk.ts'
import type { Base } from './observation.ts'
import type { PageBehaviour } from './page-behaviour.ts'
import type { PagePictures } from './page-picture.ts'

export interface PageResource {
  readonly url: string
  readonly type: string
  readonly status: number
  readonly protocol: string
  readonly transferBytes: number
  readonly contentEncoding: string
  readonly contentType: string
  readonly cacheControl: string
}

export interface PageFacts {
  readonly title: string
  readonly lang: string
  readonly headings: readonly { readonly level: number; readonly text: string }[]
  readonly landmarks: readonly { readonly role: string; readonly name: string }[]
  /** After one Tab from the top: the first stop, and where focus lies after Enter on it. */
  readonly firstStop: {
    readonly text: string
    readonly href: string
    readonly visible: boolean
    readonly movesTo: string
  } | null
  /** At 320 by 256 CSS pixels: the width content needs, and the elements that stick out. */
  readonly reflow: { readonly viewport: number; readonly scrollWidth: number; readonly offenders: readonly string[] }
  readonly links: readonly { readonly text: string; readonly href: string }[]
  /** Text nodes that hold a ten-digit number, with 40 characters of context each side. */
  readonly numbers: readonly {
    readonly text: string
    readonly context: string
    readonly selector: string
    readonly wraps: boolean
  }[]
  readonly text: string
}

/**
 * More about the same page, for checks of forms, pictures, clinical display and weight. Sizes are CSS pixels; selectors are the
 * shortest that hit one element. Fonts and scripts are counted from `resources` by their type.
 */
export interface PageDetails {
  /** Whether the page came to rest (loaded, fonts in, nothing in flight, two equal snapshots) before it was audited. */
  readonly settled: { readonly complete: boolean; readonly ms: number }
  readonly elements: number
  /** Parts in another language than the page: elements with a `lang` of their own. */
  readonly languages: readonly { readonly lang: string; readonly text: string; readonly selector: string }[]
  readonly fields: readonly {
    readonly selector: string
    /** `text`, `email`, `date`, `select`, `textarea` … */
    readonly type: string
    readonly name: string
    readonly label: string
    readonly autocomplete: string
    readonly required: boolean
  }[]
  /** Frames that are shown and were not looked into; absent where there are none, and in records of before. */
  readonly framesUnread?: number
  /** Addresses of documents that it links to (PDF, office files), which were not looked into; absent where there are none. */
  readonly documents?: readonly string[]
  readonly images: readonly {
    readonly selector: string
    readonly url: string
    /** null when there is no alt attribute. */
    readonly alt: string | null
    readonly natural: { readonly width: number; readonly height: number }
    readonly displayed: { readonly width: number; readonly height: number }
    /** The media type served, e.g. `image/webp`; empty when the picture was not fetched. */
    readonly format: string
    readonly lazy: boolean
    /** Lies below the first screen of 1280 by 800. */
    readonly belowFold: boolean
  }[]
  /** Dates and times in the text, with 40 characters of context each side; `machine` is the `datetime` of a time element. */
  readonly dates: readonly {
    readonly text: string
    readonly context: string
    readonly selector: string
    readonly machine: string | null
  }[]
  readonly media: readonly {
    readonly selector: string
    readonly kind: 'audio' | 'video'
    readonly url: string
    readonly autoplay: boolean
    readonly muted: boolean
    readonly loop: boolean
    readonly controls: boolean
    readonly preload: string
    /** null when unknown. */
    readonly seconds: number | null
  }[]
  /** What changes on the first stop when the keyboard reaches it (`outline-style`, `box-shadow` …); empty: nothing to be seen. */
  readonly focusChanges: readonly string[]
  /**
   * What the page keeps in the browser beside cookies; a value is never kept, only what it looks like. Digits in names are crosses.
   * Absent in records of before.
   */
  readonly storage?: readonly {
    readonly area: 'local' | 'session' | 'indexed-db'
    readonly name: string
    readonly characters: number
    readonly holds: readonly ('nhs-number' | 'fhir-resource' | 'personal-details')[]
  }[]
  /**
   * What stands around the main content, in the order of the code: links, and controls of forms by the form's address and their own
   * name. Items outside every landmark make a part without a role. Absent in records of before.
   */
  readonly surroundings?: readonly {
    readonly role: string
    /** By its author, in lower case. */
    readonly name: string
    readonly side: 'before' | 'after' | 'unknown'
    readonly items: readonly {
      readonly kind: 'link' | 'button' | 'field'
      readonly name: string
      readonly to: string
    }[]
  }[]
  /** Links and buttons that open another window; absent in records of before. */
  readonly newWindows?: readonly { readonly text: string; readonly selector: string }[]
  /** How a page on which people sign in takes what they do not type; left out on others, and absent in records of before. */
  readonly signIn?: {
    readonly fields: readonly {
      readonly purpose: 'user' | 'password' | 'code'
      readonly selector: string
      readonly label: string
      readonly type: string
      readonly autocomplete: string
      /** One for each character, where there are several. */
      readonly boxes: number
      /** Asks for some characters of a password only. */
      readonly inParts: boolean
      /** Whether a value set at once by a program stays. */
      readonly fill: 'kept' | 'lost'
      /** By real keys; `unknown` where not even a plain field took it. */
      readonly paste: 'taken' | 'cut' | 'refused' | 'unknown'
    }[]
    /** Names of links and buttons that lead in otherwise. */
    readonly otherWays: readonly string[]
    readonly puzzles: readonly { readonly kind: 'question' | 'captcha'; readonly text: string }[]
  }
  /** Names and attributes only; a value is never kept. `expiresInDays` is null for a session cookie. */
  readonly cookies: readonly {
    readonly name: string
    readonly domain: string
    readonly path: string
    readonly secure: boolean
    readonly httpOnly: boolean
    readonly sameSite: string
    readonly expiresInDays: number | null
  }[]
}

/** Engines that look at a page; `mustdo` are our own rules, with keys, pixels and other windows. */
export type EngineName = 'axe' | 'accesslint' | 'qualweb' | 'mustdo'

/** What one engine says of one element: the raw material of findings. */
export interface EngineHit {
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

/** How much of one file of scripts or styles a page had used when it came to rest. */
export interface CodeUse {
  readonly url: string
  readonly kind: 'script' | 'style'
  readonly characters: number
  readonly used: number
  /** Characters that were read for what a minifier leaves out, and how many it would; absent where the text was not to be had. */
  readonly read?: number
  readonly spare?: number
}

/** One page loaded and audited in a real browser. */
export interface PageVisit extends Base {
  readonly kind: 'page'
  readonly url: string
  readonly as: string | null
  readonly finalUrl: string
  readonly status: number
  readonly browser: string
  readonly engines: readonly EngineUse[]
  /** What the engines found or could not decide. */
  readonly hits: readonly EngineHit[]
  /** Of rules that hit more elements than `hits` lists: how many more. */
  readonly unlisted?: readonly { readonly engine: EngineName; readonly rule: string; readonly elements: number }[]
  /** What it does when it is used; absent in records of before. */
  readonly behaviour?: PageBehaviour
  /** Of files that the page loaded; absent in records of before. */
  readonly code?: readonly CodeUse[]
  readonly facts?: PageFacts
  readonly details?: PageDetails
  /**
   * Lists of this visit that the page goes on with after what stands in them, as `facts.headings` or `details.images`; absent where there
   * are none. A judge that reads one of them passes nothing.
   */
  readonly cut?: readonly string[]
  /** Of a visit that sends the page's form. */
  readonly sent?: FormSent
  /** Of a page that a declared journey led to. */
  readonly journey?: JourneyWalk
  /** Where something was found about elements of it; absent in records of before. */
  readonly pictures?: PagePictures
  readonly resources: readonly PageResource[]
  /** Requests the browser was not allowed to make: other methods than GET and HEAD, origins outside the target. */
  readonly wouldHaveSent: readonly { readonly method: string; readonly url: string; readonly because: string }[]
  readonly error?: { readonly code: string; readonly message: string }
}
