import type { Context } from './context.ts'

/** What `mustdo init` writes where it cannot know; a file that still holds one does not load. */
export const PLACEHOLDER = 'CHANGE-ME'

/** Complains about every value that begins with the placeholder, wherever it stands. */
export function checkPlaceholders(context: Pick<Context, 'problems'>, value: unknown, pointer: string): void {
  if (typeof value === 'string' && value.startsWith(PLACEHOLDER))
    context.problems.add(pointer, `is still the placeholder "${PLACEHOLDER}". Expected your own value. Write it in.`)
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value))
      checkPlaceholders(context, item, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
}
