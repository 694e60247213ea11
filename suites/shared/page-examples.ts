/** Short ways to write down visited pages, for the examples of checks. */
import type { PageDetails, PageResource, PageVisit } from '../../runner/check.ts'
import { page } from './examples.ts'

/** When the pages of the reference supplier were captured. */
export const SUPPLIER = 'reference supplier, 2026-11-22'

/** Details of a plain page at rest, with single ones overridden. */
export const details = (some: Partial<PageDetails> = {}): PageDetails => ({
  settled: { complete: true, ms: 120 },
  elements: 60,
  languages: [],
  fields: [],
  images: [],
  dates: [],
  media: [],
  focusChanges: ['outline-style'],
  cookies: [],
  ...some,
})

/** A resource that came over the wire. */
export const resource = (some: Partial<PageResource> = {}): PageResource => ({
  url: 'https://product.example/',
  type: 'document',
  status: 200,
  protocol: 'h2',
  transferBytes: 4_000,
  contentEncoding: 'br',
  contentType: 'text/html; charset=utf-8',
  cacheControl: 'no-cache',
  ...some,
})

/** A visit that ended in an error of the browser. */
export const brokenPage = (): PageVisit => ({
  ...page(),
  error: { code: 'timeout', message: 'https://product.example/ was not loaded and read within 45000 ms' },
})
