import type { EngineName } from '../../../../suites/shared/accessibility/hit.ts'
import { accesslint } from './accesslint.ts'
import { axeEngine } from './axe.ts'
import type { Engine } from './engine.ts'
import { qualweb } from './qualweb.ts'

/** Engines of others in the order in which they run; the one that marks the page comes last. */
export const foreignEngines: readonly Engine[] = [axeEngine, accesslint, qualweb]

/** The small set is quick and always installed; the full set needs optional packages. */
export const engineSets: { readonly [set in 'small' | 'full']: readonly EngineName[] } = {
  small: ['axe', 'accesslint', 'mustdo'],
  full: ['axe', 'accesslint', 'qualweb', 'mustdo'],
}
