/**
 * All fixed text of the report page, in English. A translation is a second object of the type `Words`, beside this one:
 * - a plain text may hold code between backticks, a link between square brackets, and holes in braces, which the template
 *   fills; the holes may stand in any order, and none may be left out;
 * - a sentence that bends with a number or a name is a small function.
 */
import { body } from './en/body.ts'
import { front } from './en/front.ts'
import { day, figure, window } from './en/numbers.ts'
import { proof } from './en/proof.ts'
import { terms } from './en/terms.ts'

export const en = {
  /** Language of the page, as HTML names it. */
  lang: 'en-GB',
  day,
  window,
  figure,
  terms,
  ...front,
  ...body,
  ...proof,
}

/** What a language has to say. */
export type Words = typeof en
