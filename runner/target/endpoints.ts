import { parseAddress } from './addresses.ts'
import { loadApiDocument } from './api-document.ts'
import type { Context } from './context.ts'
import { expectKnown, expectUnique } from './context.ts'
import type { EndpointForm } from './file-form.ts'
import type { Endpoint } from './model.ts'

/** Keys that make sense for one kind only. */
const ONLY = {
  audience: 'web',
  pages: 'web',
  crawl: 'web',
  statement: 'web',
  forms: 'web',
  listen: 'listener',
  document: 'openapi',
} as const

export function loadEndpoints(
  context: Context,
  forms: readonly EndpointForm[],
  identities: readonly string[],
): readonly Endpoint[] {
  expectUnique(context, '/endpoints', forms, 'name')
  return forms.flatMap((form, i) => loadEndpoint(context, `/endpoints/${i}`, form, identities) ?? [])
}

function loadEndpoint(
  context: Context,
  at: string,
  form: EndpointForm,
  identities: readonly string[],
): Endpoint | undefined {
  for (const [key, kind] of Object.entries(ONLY))
    if (key in form && form.kind !== kind)
      context.problems.add(
        `${at}/${key}`,
        `is for kind ${kind}. Expected it to be left out of kind ${form.kind}. Remove it or change the kind.`,
      )
  if (form.identity !== undefined)
    expectKnown(context, `${at}/identity`, form.identity, identities, 'the name of an identity in this file')
  const written = form.kind === 'websocket' ? asHttp(form.url) : form.url
  const url = parseAddress(context.problems, `${at}/url`, written)
  if (!url) return undefined
  const place = (key: string, path: string) => placeOn(context, `${at}/${key}`, url, path)
  const web = form.kind === 'web'
  const statement = form.statement === undefined ? undefined : place('statement', form.statement)
  const pages = form.pages?.flatMap((path, i) => place(`pages/${i}`, path) ?? []) ?? [url.href]
  const forms = form.forms?.flatMap((path, i) => place(`forms/${i}`, path) ?? []) ?? []
  const sitemap = form.crawl?.sitemap === undefined ? undefined : place('crawl/sitemap', form.crawl.sitemap)
  const document = form.document === undefined ? undefined : loadApiDocument(context, `${at}/document`, form.document)
  return {
    name: form.name,
    kind: form.kind,
    url: written,
    origin: url.origin,
    ...(form.version !== undefined && { version: form.version }),
    ...(form.identity !== undefined && { identity: form.identity }),
    ...(web && { audience: form.audience ?? 'patient' }),
    pages: web ? [...new Set([...pages, ...forms])] : [],
    ...(form.forms && { forms }),
    ...(form.crawl && {
      crawl: { maxPages: 20, maxDepth: 2, ...form.crawl, ...(sitemap !== undefined && { sitemap }) },
    }),
    ...(statement !== undefined && { statement }),
    ...(document && { document }),
    ...(form.restricted && { restricted: form.restricted.flatMap((path, i) => place(`restricted/${i}`, path) ?? []) }),
    ...(form.listen !== undefined && { listen: form.listen }),
  }
}

/** A WebSocket begins as a question over HTTP at the same host, path and query (RFC 6455, 3 and 4.1). */
const asHttp = (url: string): string => url.replace(/^ws(s?):/i, 'http$1:')

/** A path of a web endpoint as an absolute address; it may not leave the endpoint's origin. */
export function placeOn({ problems }: Context, pointer: string, base: URL, path: string): string | undefined {
  const url = URL.canParse(path, base.href) ? new URL(path, base) : undefined
  if (url?.origin === base.origin && url.username === '' && url.password === '') return url.href
  problems.add(
    pointer,
    `is "${url?.username ? 'an address with credentials' : path}". Expected a path on ${base.origin}, as /sign-in. Make another origin an endpoint of its own.`,
  )
  return undefined
}
