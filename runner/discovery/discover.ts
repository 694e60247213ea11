/**
 * The first, recorded stage of a run: asks each endpoint what it offers, and turns the answers into the landscape that subjects
 * are drawn from. Reads only. A replay runs the same code over the record and finds the same subjects.
 */
import type { DiscoveryInputs } from '../../reports/record.ts'
import type { Http, Landscape, OriginSubject } from '../check.ts'
import { httpDoor } from '../probe/http.ts'
import type { World } from '../probe/world.ts'
import { discoverApi } from './api.ts'
import { discoverFhir } from './fhir.ts'
import { discoverIssuer } from './issuer.ts'
import { kindOf } from './kind.ts'
import { discoverSite } from './site.ts'

export type EndpointInput = DiscoveryInputs['endpoints'][number]

/** What an endpoint's explorer is handed. */
export interface Explorer {
  readonly http: Http
  readonly endpoint: EndpointInput
  readonly inputs: DiscoveryInputs
}

/** A landscape in which nothing was discovered yet; the facts decide which origins may be asked. */
export function emptyLandscape(inputs: DiscoveryInputs): Landscape {
  return {
    origins: [],
    pages: [],
    sites: [],
    fhir: [],
    resourceTypes: [],
    issuers: [],
    apis: [],
    exports: [],
    product: [{ kind: 'product', id: 'product', url: inputs.endpoints[0]?.url ?? '' }],
    facts: inputs.facts,
  }
}

export async function discover(
  world: World,
  inputs: DiscoveryInputs,
): Promise<{ landscape: Landscape; asked: readonly string[] }> {
  const scope = world.recorder.scope('discovery')
  const http = httpDoor(world, scope, 'authenticated-read')
  const landscape = emptyLandscape(inputs)
  // One endpoint after the other: the order of questions is part of the record.
  const found: Partial<Landscape>[] = []
  const kinds = new Map<string, string>()
  for (const given of inputs.endpoints) {
    const kind = given.kind === 'unknown' ? await kindOf(http, given.url) : given.kind
    kinds.set(given.name, kind)
    found.push(await explore(kind, { http, endpoint: { ...given, kind }, inputs }))
  }
  const all = <T>(part: (some: Partial<Landscape>) => readonly T[] | undefined): T[] =>
    found.flatMap(some => part(some) ?? [])
  const journeyPages = all(some => some.journeyPages)
  return {
    asked: scope.asked,
    landscape: {
      ...landscape,
      origins: originsOf(inputs, kinds, found),
      pages: all(some => some.pages),
      ...(journeyPages.length > 0 && { journeyPages }),
      sites: all(some => some.sites),
      fhir: all(some => some.fhir),
      resourceTypes: all(some => some.resourceTypes),
      issuers: all(some => some.issuers),
      apis: all(some => some.apis),
      exports: all(some => some.exports),
    },
  }
}

function explore(kind: string, explorer: Explorer): Promise<Partial<Landscape>> {
  if (kind === 'fhir') return discoverFhir(explorer)
  if (kind === 'web') return discoverSite(explorer)
  if (kind === 'oauth') return discoverIssuer(explorer)
  if (kind === 'openapi') return discoverApi(explorer)
  const { name, url, identity = null } = explorer.endpoint
  return Promise.resolve({
    exports: [{ kind: 'endpoint', id: `endpoint:${name}`, url, endpoint: name, endpointKind: kind, identity }],
  })
}

const roles: { readonly [kind: string]: 'api' | 'web' | 'auth' } = { web: 'web', oauth: 'auth' }

/** One subject per origin, with addresses on it that are known to be worth asking for. */
function originsOf(
  inputs: DiscoveryInputs,
  kinds: ReadonlyMap<string, string>,
  found: readonly Partial<Landscape>[],
): OriginSubject[] {
  const byOrigin = new Map<string, { roles: Set<'api' | 'web' | 'auth'>; samples: Set<string> }>()
  for (const { name, origin, url } of inputs.endpoints) {
    const kind = kinds.get(name) ?? 'web'
    // A WebSocket belongs to what else lives on its origin; its answer to a plain question tells nothing of the product.
    const shared = inputs.endpoints.some(other => other.origin === origin && kinds.get(other.name) !== 'websocket')
    if (kind === 'listener' || (kind === 'websocket' && shared)) continue
    const known = byOrigin.get(origin) ?? { roles: new Set(), samples: new Set() }
    known.roles.add(roles[kind] ?? 'api')
    known.samples.add(kind === 'fhir' ? `${url.replace(/\/$/, '')}/metadata` : url)
    for (const page of found.flatMap(some => some.pages ?? []))
      if (new URL(page.url).origin === origin) known.samples.add(page.url)
    byOrigin.set(origin, known)
  }
  return [...byOrigin].map(([origin, known]) => ({
    kind: 'origin',
    id: `origin:${origin}`,
    url: `${origin}/`,
    roles: [...known.roles].sort(),
    samples: [...known.samples].slice(0, 8),
    ...plainTwin(origin),
  }))
}

/** Where plain HTTP to the same host would be answered; an explicit port is kept, since such a host may listen nowhere else. */
function plainTwin(origin: string): { plain?: string } {
  const url = new URL(origin)
  return url.protocol === 'https:' ? { plain: `http://${url.host}/` } : {}
}
