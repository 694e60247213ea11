/** What one engine says of one element, under the names that findings use. */
import type { EngineHit, EngineName } from '../../../runner/check.ts'

export type { EngineName, EngineUse } from '../../../runner/check.ts'
export type Hit = EngineHit

/** In the order in which findings name them. */
export const engines: readonly EngineName[] = ['axe', 'accesslint', 'qualweb', 'mustdo']
