/** Short ways to write down the pages of a site with what stands around their main content, for the examples of checks. */
import type { PageVisit } from '../../runner/check.ts'
import { page } from './examples.ts'
import { details } from './page-examples.ts'
import type { Item, Part } from './surroundings.ts'

const ORIGIN = 'https://product.example'

export const link = (name: string, path = `/${name.toLowerCase().replaceAll(' ', '-')}`): Item => ({
  kind: 'link',
  name,
  to: `${ORIGIN}${path}`,
})
export const navigation = (items: readonly Item[], more: Partial<Part> = {}): Part => ({
  role: 'navigation',
  name: 'main',
  side: 'before',
  items,
  ...more,
})
export const footer = (...items: readonly Item[]): Part =>
  navigation(items, { role: 'contentinfo', name: '', side: 'after' })

/** A page at an address of the site. */
export const pageWith = (path: string, surroundings: readonly Part[], lang = 'en-GB'): PageVisit =>
  page({ lang }, [], { finalUrl: `${ORIGIN}${path}`, details: details({ surroundings }) })
