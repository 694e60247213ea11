/** For tests of plan and judge: landscapes and checks of which only what a test cares about has to be said. */
import type { AnyCheck, FhirSubject, Landscape, OriginSubject, ResourceTypeSubject, TargetFacts } from '../check.ts'
import { passed } from '../check.ts'

const facts: TargetFacts = {
  environment: 'sandbox',
  surfaces: ['web'],
  identities: [],
  consents: [],
  origins: ['https://a.example'],
  now: '2026-11-22T14:02:00.000Z',
}

/** A target that names nothing; `about` are its facts. */
export const landscape = (found: Partial<Landscape> = {}, about: Partial<TargetFacts> = {}): Landscape => ({
  origins: [],
  pages: [],
  sites: [],
  fhir: [],
  resourceTypes: [],
  issuers: [],
  apis: [],
  exports: [],
  product: [{ kind: 'product', id: 'product', url: 'https://a.example/' }],
  facts: { ...facts, ...about },
  ...found,
})

export const origin = (host = 'a.example'): OriginSubject => ({
  kind: 'origin',
  id: `origin:https://${host}`,
  url: `https://${host}`,
  roles: ['api'],
  samples: [`https://${host}/`],
})

export const resourceType = (type: string, rest: Partial<ResourceTypeSubject> = {}): ResourceTypeSubject => ({
  kind: 'resource-type',
  id: `fhir:main/${type}`,
  url: `https://a.example/r4/${type}`,
  endpoint: 'main',
  identity: null,
  base: 'https://a.example/r4',
  type,
  fhirVersion: '4.0.1',
  interactions: ['read'],
  updateCreate: false,
  conditionalCreate: false,
  conditionalUpdate: false,
  searchParams: [],
  searchIncludes: [],
  profiles: [],
  instances: [],
  writable: false,
  ...rest,
})

export const fhir = (rest: Partial<FhirSubject> = {}): FhirSubject => ({
  kind: 'fhir',
  id: 'fhir:main',
  url: 'https://a.example/r4',
  endpoint: 'main',
  identity: null,
  fhirVersion: '4.0.1',
  formats: ['application/fhir+json'],
  security: { cors: false, smart: false },
  interactions: [],
  types: [resourceType('Patient')],
  testPatients: [],
  declared: true,
  writable: false,
  ...rest,
})

/** A check of every origin that passes. */
export const checkOf = (id: string, verifies: AnyCheck['verifies'], rest: Partial<AnyCheck> = {}): AnyCheck => ({
  id,
  version: 1,
  title: id,
  verifies,
  subjects: ({ origins }: Landscape) => origins,
  effect: 'read',
  fix: 'Mend it.',
  probe: async () => ({}),
  judge: () => passed(),
  messages: {},
  examples: [],
  ...rest,
})
