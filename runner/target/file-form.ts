/** The file as it stands on disk once it matches `target.schema.json`: what a person wrote, nothing filled in. */
import type { Crawl } from '../../reports/record.ts'
import type { EvidenceLevel } from '../../reports/review/withhold.ts'
import type {
  Auth,
  ConsentEffect,
  EndpointKind,
  Environment,
  NotApplicableClaim,
  Surface,
  Unfit,
  Window,
} from './model.ts'

export interface FileForm {
  readonly version?: 1
  readonly supplier: string
  readonly product: { readonly name: string; readonly version: string }
  readonly environment: Environment
  readonly operator?: string
  readonly packs: readonly string[]
  readonly catalogue?: { readonly version?: string; readonly digest?: string }
  readonly endpoints: readonly EndpointForm[]
  readonly identities?: readonly IdentityForm[]
  readonly ca?: string
  readonly domains?: readonly string[]
  readonly resolver?: string
  readonly proxy?: { readonly url: string; readonly username?: string; readonly password?: unknown }
  readonly terminology?: { readonly url: string }
  readonly canary?: { readonly listen: string; readonly url?: string }
  readonly testData?: {
    readonly patients?: readonly { readonly nhsNumber: string; readonly id?: string }[]
    readonly resources?: readonly string[]
  }
  readonly surfaces?: readonly Surface[]
  readonly journeys?: readonly JourneyForm[]
  readonly politeness?: { readonly concurrency?: number; readonly requestsPerSecond?: number; readonly window?: Window }
  readonly consent?: { readonly [effect in ConsentEffect]?: ConsentForm }
  readonly notApplicable?: readonly NotApplicableClaim[]
  readonly attestations?: readonly AttestationForm[]
  readonly reviews?: string
  readonly waivers?: readonly { readonly requirement: string; readonly reason: string; readonly until: string }[]
  readonly evidence?: EvidenceLevel
  readonly pictures?: 'none' | 'public' | 'signed-in'
  readonly engines?: 'small' | 'full'
  readonly hazards?: readonly {
    readonly id: string
    readonly title: string
    readonly requirements: readonly string[]
  }[]
}

export interface JourneyForm {
  readonly name: string
  readonly endpoint: string
  readonly as?: string
  readonly steps: readonly StepForm[]
}

/** Values are `unknown`: they may be secrets, which no complaint may quote. */
export interface StepForm {
  readonly go?: string
  readonly fill?: { readonly [field: string]: unknown }
  readonly choose?: { readonly [field: string]: unknown }
  readonly check?: readonly string[]
  readonly press?: string
  readonly expect?: string
}

export interface EndpointForm {
  readonly name: string
  readonly kind: EndpointKind
  readonly url: string
  readonly version?: string
  readonly identity?: string
  readonly audience?: 'patient' | 'clinician'
  readonly pages?: readonly string[]
  readonly crawl?: Partial<Crawl>
  readonly statement?: string
  readonly forms?: readonly string[]
  readonly restricted?: readonly string[]
  readonly listen?: string
  readonly document?: string
}

/** Secrets are `unknown`: the schema leaves them alone, so that no complaint about one can quote it. */
export interface IdentityForm {
  readonly name: string
  readonly auth: Auth['method']
  readonly endpoints?: readonly string[]
  readonly patient?: string
  readonly role?: string
  readonly tenant?: string
  readonly headers?: { readonly [name: string]: unknown }
  readonly header?: string
  readonly key?: unknown
  readonly username?: string
  readonly password?: unknown
  readonly token?: unknown
  readonly unfit?: Unfit
  readonly clientId?: string
  readonly clientSecret?: unknown
  readonly style?: 'basic' | 'post'
  readonly tokenUrl?: string
  readonly issuer?: string
  readonly authorizeUrl?: string
  readonly redirectUri?: string
  readonly signInUrl?: string
  readonly ownPage?: string
  readonly state?: unknown
  readonly fields?: { readonly [name: string]: string }
  readonly scope?: string
  readonly alg?: 'RS384' | 'ES384' | 'RS512'
  readonly kid?: string
  readonly certificate?: string
  readonly passphrase?: unknown
}

export interface ConsentForm {
  readonly person: string
  readonly role: string
  readonly origins: readonly string[]
  readonly environment: Environment
  readonly from?: string
  readonly until: string
  readonly window?: Window
}

export interface AttestationForm {
  readonly requirement: string
  readonly statement: string
  readonly by: string
  readonly role: string
  readonly on: string
  readonly until: string
  readonly version: string
  readonly evidence?: readonly { readonly file: string; readonly sha256?: string }[]
}
