/** Short ways to write down visited pages, for the examples of checks. */
import type { Example, PageDetails, PageResource, PageSubject, PageVisit } from '../../runner/check.ts'
import { page, rule } from './examples.ts'

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

/** The four examples of a check that rests on axe-core alone. */
export function axeExamples(criterion: string, name: string): readonly Example<{ visit: PageVisit }, PageSubject>[] {
  const tags = ['cat.example', 'wcag2a', `wcag${criterion.replaceAll('.', '')}`]
  return [
    {
      name: 'no rule broken',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { visit: page({}, [rule(name, 'pass', ['p'], tags)]) },
    },
    {
      name: 'a rule broken',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { visit: page({}, [rule(name, 'violation', ['p'], tags)]) },
    },
    {
      name: 'best practice only',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { visit: page({}, [rule(name, 'violation', ['p'], ['best-practice', tags[2] ?? ''])]) },
    },
    {
      name: 'undecided',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { visit: page({}, [rule(name, 'incomplete', ['p'], tags)]) },
    },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ]
}
