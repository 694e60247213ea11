import type { Exchange } from '../../runner/check.ts'
import { isObject, isResource, type Json, objectsIn, type Resource, resourceIn } from './resource.ts'

/** One entry of a Bundle, in the parts that judges look at. */
export interface Entry {
  readonly fullUrl?: string
  readonly resource?: Resource
  readonly mode: string
}

/** The Bundle that an answer is; undefined for anything else. Whether its type is right is one check's question. */
export function bundleIn(exchange: Exchange): Resource | undefined {
  const resource = resourceIn(exchange)
  return resource?.resourceType === 'Bundle' ? resource : undefined
}

/** The searchset that an answer is; undefined for anything else, Bundles of other types included. */
export const searchsetIn = (exchange: Exchange): Resource | undefined => {
  const bundle = bundleIn(exchange)
  return bundle?.['type'] === 'searchset' ? bundle : undefined
}

/** Entries in order. Without `search.mode`, an OperationOutcome counts as outcome and everything else as match. */
export function entriesOf(bundle: Json | undefined): readonly Entry[] {
  return objectsIn(bundle?.['entry']).map(entry => {
    const resource = isResource(entry['resource']) ? entry['resource'] : undefined
    const said = isObject(entry['search']) ? entry['search']['mode'] : undefined
    return {
      ...(typeof entry['fullUrl'] === 'string' && { fullUrl: entry['fullUrl'] }),
      ...(resource && { resource }),
      mode: typeof said === 'string' ? said : resource?.resourceType === 'OperationOutcome' ? 'outcome' : 'match',
    }
  })
}

/** `Patient/1` of every match, in order. */
export const matchesOf = (bundle: Json | undefined): readonly string[] =>
  entriesOf(bundle).flatMap(({ mode, resource }) =>
    mode === 'match' && resource ? [`${resource.resourceType}/${resource.id}`] : [],
  )

/** The address of a link of the bundle, made absolute against where it was found. */
export function linkOf(bundle: Json | undefined, relation: string, found: string): URL | undefined {
  const url = objectsIn(bundle?.['link']).find(link => link['relation'] === relation)?.['url']
  return typeof url === 'string' && URL.canParse(url, found) ? new URL(url, found) : undefined
}

/** Names of the parameters that a self link lists, modifiers taken off. */
export const parametersIn = (link: URL | undefined): readonly string[] =>
  [...(link?.searchParams.keys() ?? [])].map(name => name.split(':')[0] ?? name)
