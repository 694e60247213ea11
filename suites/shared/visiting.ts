/** Steps of probes that look at pages. They give no ground where something else than the page asked for was shown. */
import {
  type Browser,
  type Landscape,
  type NotReached,
  noGround,
  type PageSubject,
  type PageVisit,
  type ProductSubject,
} from '../../runner/check.ts'

type Audience = PageSubject['audience']
const signIn = /sign-?in|log-?in|authori[sz]e|\/auth\b/i

/** One page, as the identity that the target file gives it. */
export async function visitPage(browser: Browser, page: PageSubject): Promise<PageVisit | NotReached> {
  const visit = await browser.visit(page.url, { as: page.identity })
  if ('notReached' in visit || visit.error) return visit
  if (visit.status >= 400)
    return noGround(`${page.url} answered ${visit.status} in the browser`, {
      who: 'supplier',
      act: `make ${page.url} answer, or take it out of the target file, and run again`,
    })
  if (signIn.test(visit.finalUrl) && !signIn.test(visit.url))
    return noGround(`${page.url} led to ${visit.finalUrl}, which asks to sign in`, {
      who: 'supplier',
      act: `give the page ${page.url} an identity in the target file`,
    })
  return visit
}

/** The product, if it has pages for this audience; for checks whose ground any one page may give. */
export const productWithPages =
  (audience?: Audience) =>
  ({ product, pages }: Landscape): readonly ProductSubject[] =>
    pages.some(page => !audience || page.audience === audience) ? product : []

/** All pages for an audience, or all. */
export const visitAll = (
  { browser, landscape }: { readonly browser: Browser; readonly landscape: Landscape },
  audience?: Audience,
): Promise<(PageVisit | NotReached)[]> =>
  Promise.all(
    landscape.pages.filter(page => !audience || page.audience === audience).map(page => visitPage(browser, page)),
  )
