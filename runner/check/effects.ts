import type { Effect } from './context.ts'

/** Effects that may leave a product other than it was; each needs a consent of its own. */
export const changing: ReadonlySet<Effect> = new Set<Effect>(['write', 'intrusive', 'load'])
