/** Finds the reviews of accessibility that belong to a target file. */
import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { criterionOf } from '../../reports/verdict.ts'
import { loadReviews } from '../reviews/load.ts'
import type { Reviews } from '../reviews/model.ts'
import type { Context } from './context.ts'
import type { Endpoint } from './model.ts'

/** The name under which reviews are found beside a target file that names none. */
export const REVIEWS_FILE = 'reviews.yaml'

/** The reviews that a target file names, else those beside it. Throws what is wrong in them; notes a file that is not there. */
export function openReviews(
  context: Context,
  written: string | undefined,
  endpoints: readonly Endpoint[],
  folderShown: string,
): Reviews | undefined {
  const name = written ?? REVIEWS_FILE
  const path = context.path(name)
  if (!existsSync(path)) {
    if (written !== undefined)
      context.problems.add(
        '/reviews',
        `is "${written}", which does not exist. Expected a file of reviews. Make one with: mustdo review-page`,
      )
    return undefined
  }
  const criteria = context.known.requirements?.flatMap(id => criterionOf(id) ?? [])
  return loadReviews(readFileSync(path, 'utf8'), {
    shown: isAbsolute(name) ? name : join(folderShown, name),
    sites: endpoints.filter(({ kind }) => kind === 'web').map(({ url }) => url),
    ...(criteria && { criteria }),
  })
}
