/** What may leave the loader for records, plans and checks: names and addresses. Secrets leave only by `secretsOf`. */
import type { RecordTarget } from '../../reports/record.ts'
import type { TargetFacts } from '../plan/landscape.ts'
import type { Consent, Environment, Target } from './model.ts'
import { originsOf } from './origins.ts'
import { Secret } from './secret.ts'
import { secretsInState } from './storage-state.ts'

/** The target as the record and the page show it. */
export const publicTarget = (target: Target): RecordTarget => ({
  supplier: target.supplier,
  product: target.product,
  version: target.version,
  environment: target.environment,
  packs: target.packs,
  endpoints: target.endpoints.map(({ name, kind, url, version, identity }) => ({
    name,
    kind,
    url,
    ...(version !== undefined && { version }),
    ...(identity !== undefined && { identity }),
  })),
  identities: target.identities.map(({ name, auth }) => ({ name, method: auth.method })),
  surfaces: target.surfaces,
  testPatients: target.testData.patients.length,
  politeness: {
    concurrency: target.politeness.concurrency,
    requestsPerSecond: target.politeness.requestsPerSecond,
  },
  consents: target.consents.map(({ effect, person, role, origins, until }) => ({
    effect,
    person,
    role,
    origins,
    until,
  })),
  hazards: target.hazards,
})

/** What checks may know of the file. `consents` are those that hold at `now` (ISO 8601, UTC). */
export const targetFacts = (target: Target, now: string): TargetFacts => ({
  environment: target.environment,
  surfaces: target.surfaces,
  identities: target.identities.filter(isFit).map(({ name, auth, patient, role, tenant }) => ({
    name,
    method: auth.method,
    ...(patient && { patient: patient.id ?? patient.nhsNumber }),
    ...('tokenUrl' in auth && auth.tokenUrl && { tokenUrl: auth.tokenUrl }),
    ...('authorizeUrl' in auth && auth.authorizeUrl && { authorizeUrl: auth.authorizeUrl }),
    ...(role !== undefined && { role }),
    ...(tenant !== undefined && { tenant }),
    ...(auth.method === 'authorization-code' && appOriginOf(auth.redirectUri)),
    ...(auth.method === 'form' && { ownPage: auth.ownPage }),
  })),
  domains: target.domains ?? [],
  forms: target.endpoints.flatMap(({ name, forms = [] }) => forms.map(url => ({ endpoint: name, url }))),
  ...(target.journeys && { journeys: target.journeys.map(journeyFacts) }),
  restricted: target.endpoints.flatMap(({ restricted = [], identity = null }) =>
    restricted.map(url => ({ url, identity })),
  ),
  unfitTokens: target.identities.flatMap(({ name, auth }) =>
    auth.method === 'bearer' && auth.unfit ? [{ name, unfit: auth.unfit }] : [],
  ),
  consents: target.consents.filter(consent => holds(consent, target.environment, now)).map(({ effect }) => effect),
  origins: originsOf(target),
  now,
})

/** Which of its steps bring a page, and no value that is entered. */
const journeyFacts = ({ name, endpoint, identity, steps }: NonNullable<Target['journeys']>[number]) => ({
  name,
  endpoint,
  identity,
  start: steps[0]?.does === 'go' ? steps[0].url : '',
  pages: steps.flatMap(({ does }, at) => (does === 'go' || does === 'press' ? [at + 1] : [])),
})

/** An app in a browser has an origin; one on a device has a scheme of its own. */
const appOriginOf = (redirectUri: string) => {
  const { protocol, origin } = new URL(redirectUri)
  return protocol === 'https:' || protocol === 'http:' ? { appOrigin: origin } : {}
}

/** One whose token must be refused speaks for nobody. */
const isFit = ({ auth }: Target['identities'][number]): boolean => auth.method !== 'bearer' || !auth.unfit

/** Whether leave holds at a moment (ISO 8601, UTC): right environment, first and last day, time of day. */
export function holds(consent: Consent, environment: Environment, now: string): boolean {
  const day = now.slice(0, 10)
  const time = now.slice(11, 16)
  if (consent.environment !== environment) return false
  if (day > consent.until || (consent.from !== undefined && day < consent.from)) return false
  if (!consent.window) return true
  const { from, to } = consent.window
  return from <= to ? time >= from && time < to : time >= from || time < to
}

/** Every secret of the target, for the redactor: no stored byte may hold the value of one. */
export const secretsOf = ({
  identities,
  proxy,
  journeys = [],
}: Pick<Target, 'identities' | 'proxy' | 'journeys'>): readonly Secret[] =>
  [
    ...identities.flatMap(({ auth, headers }) => [
      ...(auth.method === 'storage-state' ? secretsInState(auth.state) : Object.values(auth)),
      ...Object.values(headers),
    ]),
    proxy?.password,
    ...journeys.flatMap(({ steps }) =>
      steps.flatMap(step => (step.does === 'fill' ? step.fields.map(({ value }) => value) : [])),
    ),
  ].filter(value => value instanceof Secret)
