/** What discovery starts from: the part of the target file that subjects depend on. Kept in the record, so a replay finds the same. */
export interface DiscoveryInputs {
  readonly endpoints: readonly {
    readonly name: string
    readonly kind: string
    readonly url: string
    readonly origin: string
    readonly version?: string
    readonly identity?: string
    readonly audience?: 'patient' | 'clinician'
    readonly pages: readonly string[]
    readonly crawl?: Crawl
    readonly statement?: string
    /** The OpenAPI document, where `url` is the API itself: its address, or what a file said. */
    readonly document?:
      | { readonly url: string }
      | { readonly file: string; readonly value: { readonly [member: string]: unknown } }
  }[]
  readonly testData: {
    readonly patients: readonly { readonly nhsNumber: string; readonly id?: string }[]
    readonly resources: readonly { readonly type: string; readonly id: string }[]
  }
  readonly facts: {
    readonly environment: 'sandbox' | 'live'
    readonly surfaces: readonly string[]
    readonly identities: readonly {
      readonly name: string
      readonly method: string
      readonly patient?: string
      readonly tokenUrl?: string
      readonly authorizeUrl?: string
      /** Where the app runs that a user signs in to by the authorization code grant. */
      readonly appOrigin?: string
      readonly role?: string
      readonly tenant?: string
      /** Of somebody who signs in at a website: a page that nobody else sees. */
      readonly ownPage?: string
    }[]
    /** Domains of the product that the target file names. */
    readonly domains?: readonly string[]
    /** What users do, step by step; `pages` are the places of the steps that bring one, from 1. Absent where none is declared. */
    readonly journeys?: readonly {
      readonly name: string
      readonly endpoint: string
      readonly identity: string | null
      readonly start: string
      readonly pages: readonly number[]
    }[]
    /** Addresses for administrators alone, each with an identity that is one. */
    readonly restricted?: readonly { readonly url: string; readonly identity: string | null }[]
    /** Genuine tokens that must be refused, by the names of their identities; absent in records of before. */
    readonly unfitTokens?: readonly { readonly name: string; readonly unfit: string }[]
    readonly consents: readonly string[]
    readonly origins: readonly string[]
    readonly now: string
  }
}

/** How far links are followed from the listed pages of a web endpoint. */
export interface Crawl {
  readonly maxPages: number
  readonly maxDepth: number
  /** Absolute address of a sitemap, whose pages count as linked from the listed ones. */
  readonly sitemap?: string
  /** Patterns of paths, `*` for any characters: only these are followed, and none of those. Listed pages are visited all the same. */
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
}
