/**
 * What identifies the product under test, looked at when a run starts and when it ends: the version it gives, its metadata, its
 * certificate keys and addresses. A change in between makes the run incomplete, because two products were tested.
 */
import { createHash } from 'node:crypto'
import type { Observed } from '../../reports/record.ts'
import type { Landscape } from '../check.ts'
import { jsonOf } from '../discovery/json.ts'
import { contextFor } from '../probe/context.ts'
import { stageScope, type World } from '../probe/world.ts'

export interface Look {
  readonly softwareVersion?: string
  readonly metadataDigest?: string
  readonly keys: readonly { readonly origin: string; readonly spki: string }[]
  readonly addresses: readonly { readonly origin: string; readonly address: string }[]
  /** Origins whose certificate is trusted thanks to the target file's own root. */
  readonly trusted: readonly { readonly origin: string; readonly spki: string }[]
}

/** One look; `stage` names it in the record: `opening` or `closing`. */
export async function look(world: World, landscape: Landscape, stage: 'opening' | 'closing'): Promise<Look> {
  const { http, tls } = contextFor(world, stageScope(world, stage), 'authenticated-read', {})
  const shakes = await Promise.all(
    landscape.facts.origins
      .filter(origin => origin.startsWith('https:'))
      // An unused ALPN name keeps the closing look from being answered by the memory of the opening one.
      .map(async origin => ({
        origin,
        shake: await tls.handshake(origin, {
          versions: ['TLSv1.2', 'TLSv1.3'],
          alpn: stage === 'opening' ? ['http/1.1'] : ['http/1.1', 'h2'],
        }),
      })),
  )
  // Origins without TLS shake no hands; an answer of any kind shows that somebody is there.
  const plain = landscape.facts.origins.filter(origin => origin.startsWith('http:'))
  if (stage === 'opening') await Promise.all(plain.map(origin => http.get(`${origin}/`)))
  const metadata = await Promise.all(
    landscape.fhir.map(({ url }) =>
      http.get(`${url}/metadata`, { headers: { accept: 'application/fhir+json' }, fresh: stage === 'closing' }),
    ),
  )
  const statements = metadata.map(jsonOf).filter(statement => statement !== undefined)
  const version = (statements[0]?.['software'] as { version?: unknown } | undefined)?.version
  const found = shakes.flatMap(({ origin, shake }) => (shake.result ? [{ origin, ...shake.result }] : []))
  const keyOf = ({ origin, chain }: (typeof found)[number]) => ({ origin, spki: chain[0]?.key.spki ?? '' })
  return {
    ...(typeof version === 'string' && { softwareVersion: version }),
    ...(statements.length > 0 && { metadataDigest: digestOf(statements) }),
    keys: found.map(keyOf),
    addresses: found.map(({ origin, address }) => ({ origin, address })),
    trusted: found.filter(({ trusted, nameMatches }) => trusted && nameMatches).map(keyOf),
  }
}

/** Without `date`, which many servers write anew for each answer. */
function digestOf(statements: readonly { readonly [key: string]: unknown }[]): string {
  const still = statements.map(({ date: _, ...rest }) => rest)
  return createHash('sha256').update(JSON.stringify(still)).digest('hex')
}

/** Both looks side by side, with what changed in words. */
export function observedFrom(opening: Look, closing?: Look): Observed {
  const changes: string[] = []
  if (closing) {
    if (opening.softwareVersion !== closing.softwareVersion)
      changes.push(
        `the product's version changed from ${opening.softwareVersion ?? 'none'} to ${closing.softwareVersion ?? 'none'}`,
      )
    else if (opening.metadataDigest !== closing.metadataDigest) changes.push('the CapabilityStatement changed')
    for (const { origin, spki } of opening.keys)
      if (closing.keys.some(key => key.origin === origin && key.spki !== spki))
        changes.push(`the certificate key of ${origin} changed`)
  }
  return {
    ...(opening.softwareVersion && { softwareVersion: opening.softwareVersion }),
    ...(opening.metadataDigest && { metadataDigestAtStart: opening.metadataDigest }),
    ...(closing?.metadataDigest && { metadataDigestAtEnd: closing.metadataDigest }),
    certificateKeys: opening.keys,
    addresses: opening.addresses,
    changes,
  }
}
