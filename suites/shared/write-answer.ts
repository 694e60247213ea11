import type { Exchange } from '../../runner/check.ts'
import { resourceIn } from './resource.ts'

export interface Place {
  readonly id?: string
  readonly version?: string
}

/** Id and version in an address such as `[base]/Observation/1/_history/2`. */
export function placeIn(address: string | undefined, type: string): Place {
  const match = /(?:^|\/)([A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/([A-Za-z0-9\-.]{1,64}))?\/?$/.exec(
    address?.trim() ?? '',
  )
  if (match?.[1] !== type) return {}
  return { ...(match[2] && { id: match[2] }), ...(match[3] && { version: match[3] }) }
}

/** Where a write went: by Location, by Content-Location, else by the resource in its answer. */
export function placeOf(answer: Exchange, type: string): Place {
  const headers = answer.response?.headers ?? {}
  const said = placeIn(headers['location'] ?? headers['content-location'], type)
  const resource = resourceIn(answer)
  const sameType = resource?.resourceType === type
  const id = said.id ?? (sameType ? resource.id : undefined)
  const version = said.version ?? (sameType ? resource.meta?.versionId : undefined)
  return { ...(id && { id }), ...(typeof version === 'string' && { version }) }
}

/** Whether a type keeps versions, as declared: by `versioning`, else by offering to read them. */
export const keepsVersions = (subject: {
  readonly versioning?: string
  readonly interactions: readonly string[]
}): boolean =>
  subject.versioning !== undefined
    ? subject.versioning !== 'no-version'
    : subject.interactions.some(code => code === 'vread' || code === 'history-instance')
