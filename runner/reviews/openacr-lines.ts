/** How a review stands in the remarks of an OpenACR: one line, fields in this order. */

/** First field of a line that is a review: verdict, pages, who, role, with what, day and notes follow. */
export const REVIEWED = 'Reviewed'
export const SEPARATOR = ' | '
/** In place of pages where the whole sample was reviewed. */
export const WHOLE = 'whole sample'
/** Begins what no person vouches for; read back, it must not become a person's review. */
export const TOOL = 'By mustdo:'
