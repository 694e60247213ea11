/**
 * What discovery found, as the subjects of checks: origins, pages, FHIR endpoints, resource types … A pure function of the
 * target file and of recorded exchanges, so that a replay finds the same subjects.
 */
export interface Landscape {
  readonly origins: readonly OriginSubject[]
  readonly pages: readonly PageSubject[]
  /** Where declared journeys lead; apart from the pages, since what stops a journey must not hide what is wrong with those. */
  readonly journeyPages?: readonly PageSubject[]
  readonly sites: readonly SiteSubject[]
  readonly fhir: readonly FhirSubject[]
  readonly resourceTypes: readonly ResourceTypeSubject[]
  readonly issuers: readonly IssuerSubject[]
  readonly apis: readonly ApiSubject[]
  readonly exports: readonly EndpointSubject[]
  /** The product as a whole, for checks of documents and declarations; always exactly one. */
  readonly product: readonly ProductSubject[]
  readonly facts: TargetFacts
}

interface Common {
  readonly id: string
  readonly url: string
}

/** One scheme, host and port that the target file names. `roles` says what lives there. */
export interface OriginSubject extends Common {
  readonly kind: 'origin'
  readonly roles: readonly ('api' | 'web' | 'auth')[]
  /** Addresses on this origin worth asking for when any answer will do; the endpoint's own address comes first. */
  readonly samples: readonly string[]
  /** The same host in plain HTTP: port 80 for an origin on 443, else the same port. It may be asked without credentials only. */
  readonly plain?: string
}

export interface PageSubject extends Common {
  readonly kind: 'page'
  readonly endpoint: string
  readonly identity: string | null
  readonly audience: 'patient' | 'clinician'
  /** Of a page that a declared journey leads to: `step` is the place, from 1, of the step that brings it. */
  readonly journey?: { readonly name: string; readonly step: number; readonly last: boolean }
}

/** A set of pages under one endpoint. */
export interface SiteSubject extends Common {
  readonly kind: 'site'
  readonly endpoint: string
  readonly pages: readonly string[]
  /** Links in the footer or anywhere else on the first page whose text speaks of accessibility. */
  readonly accessibilityStatement?: string
}

export interface FhirSubject extends Common {
  readonly kind: 'fhir'
  readonly endpoint: string
  readonly identity: string | null
  /** As declared in the CapabilityStatement, else in the target file: `4.0.1`, `3.0.2`. */
  readonly fhirVersion: string
  readonly formats: readonly string[]
  readonly security: { readonly cors: boolean; readonly smart: boolean }
  readonly interactions: readonly string[]
  readonly types: readonly ResourceTypeSubject[]
  readonly software?: { readonly name: string; readonly version?: string }
  /** Patients the target file lists as test data. */
  readonly testPatients: readonly TestPatient[]
  /** False when metadata could not be read: nothing about capabilities is known. */
  readonly declared: boolean
  readonly writable: boolean
}

export interface TestPatient {
  readonly nhsNumber: string
  readonly id?: string
}

export interface ResourceTypeSubject extends Common {
  readonly kind: 'resource-type'
  readonly endpoint: string
  readonly identity: string | null
  readonly base: string
  readonly type: string
  readonly fhirVersion: string
  readonly interactions: readonly string[]
  readonly versioning?: string
  readonly updateCreate: boolean
  readonly conditionalCreate: boolean
  readonly conditionalRead?: string
  readonly conditionalUpdate: boolean
  readonly conditionalDelete?: string
  readonly searchParams: readonly { readonly name: string; readonly type: string }[]
  readonly searchIncludes: readonly string[]
  readonly searchRevIncludes?: readonly string[]
  readonly profiles: readonly string[]
  /** Ids of instances that may be read: the target file's, else those a first search gave. */
  readonly instances: readonly string[]
  readonly writable: boolean
}

export interface IssuerSubject extends Common {
  readonly kind: 'issuer'
  readonly endpoint: string
  readonly tokenEndpoint?: string
  readonly authorizationEndpoint?: string
  readonly jwksUri?: string
  /** Identities of the target that get their tokens here. */
  readonly identities: readonly { readonly name: string; readonly method: string }[]
  /** Identities that sign a person in here by the authorization code grant. */
  readonly users: readonly string[]
  /** False when no metadata could be read: nothing about its endpoints is known. */
  readonly declared: boolean
  readonly smartConfiguration?: string
}

export interface ApiSubject extends Common {
  readonly kind: 'api'
  readonly endpoint: string
  readonly identity: string | null
  readonly openapi?: string
  /** The document itself, with what its references brought in from elsewhere; absent when it could not be read. */
  readonly document?: { readonly [member: string]: unknown }
  /** References to other documents that led nowhere, and why. */
  readonly unresolved?: readonly { readonly reference: string; readonly because: string }[]
  readonly operations: readonly { readonly method: string; readonly path: string; readonly secured: boolean }[]
}

export interface EndpointSubject extends Common {
  readonly kind: 'endpoint'
  readonly endpoint: string
  readonly endpointKind: string
  readonly identity: string | null
}

export interface ProductSubject extends Common {
  readonly kind: 'product'
}

/** Facts of the target file that checks may use; no secret is among them. */
export interface TargetFacts {
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
  /** Pages whose form may be sent with nothing entered, by endpoint; absent in records of before. */
  readonly forms?: readonly { readonly endpoint: string; readonly url: string }[]
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
  /** When the run began; judged dates are compared with this. */
  readonly now: string
}
