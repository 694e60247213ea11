/** Questions that many checks share, put in one form, so that each is sent once in a run. */
import type { Answered, Exchange, OriginSubject, PageSubject, ProbeContext, SiteSubject } from '../../runner/check.ts'
import { mediaTypeOf } from './media-type.ts'

/** Kept small: what a deployment forgets, it forgets nearly everywhere. */
const MOST_PAGES = 12
const MOST_SAMPLES = 6

/**
 * Known addresses of an origin, and one that is not there: servers forget headers on errors more often than on pages. The missing
 * address is always the same, so that all checks share one answer.
 */
export async function askAround({ http, subject }: Pick<ProbeContext<OriginSubject>, 'http' | 'subject'>): Promise<{
  known: readonly Exchange[]
  missing: Exchange
}> {
  const known = await Promise.all(subject.samples.slice(0, MOST_SAMPLES).map(url => http.get(url)))
  return { known, missing: await http.get(new URL('/mustdo-no-such-page', subject.url).href) }
}

/** Pages of a site with the identity each is seen by: the first twelve. */
export function pagesOf({
  landscape,
  subject,
}: Pick<ProbeContext<SiteSubject>, 'landscape' | 'subject'>): readonly PageSubject[] {
  return landscape.pages.filter(({ endpoint }) => endpoint === subject.endpoint).slice(0, MOST_PAGES)
}

/** The pages of a site as the server sends them, without a browser. */
export function askPages(
  context: Pick<ProbeContext<SiteSubject>, 'landscape' | 'subject' | 'http'>,
): Promise<readonly Exchange[]> {
  return Promise.all(
    pagesOf(context).map(({ url, identity }) =>
      context.http.get(url, { headers: { accept: 'text/html' }, as: identity }),
    ),
  )
}

/** Answers that a browser shows as a page: successful HTML. Redirects, errors and data are none. */
export const documentsAmong = (answers: readonly Answered[]): Answered[] =>
  answers.filter(
    ({ response }) =>
      response.status >= 200 &&
      response.status < 300 &&
      /^(text\/html|application\/xhtml\+xml)$/.test(mediaTypeOf(response.headers['content-type'])?.type ?? ''),
  )

/** What a judge says of a site of which no page could be seen. */
export const noDocument = {
  key: 'no-document',
  message: 'None of the pages listed answered with an HTML document, so there was nothing to judge.',
  owes: { who: 'supplier', act: 'list pages that answer with HTML, or an identity that may see them, and run again' },
} as const
