/** Steps of probes that look at every page there is: those of addresses, and those that declared journeys lead to. */
import {
  type Browser,
  type Landscape,
  type NotReached,
  notApplicable,
  type PageSubject,
  type PageVisit,
} from '../../runner/check.ts'
import { visitPage } from './visiting.ts'

export const everyPage = ({ pages, journeyPages = [] }: Landscape): readonly PageSubject[] => [
  ...pages,
  ...journeyPages,
]

/**
 * One page, as `visitPage` does it. A journey that leads to no page is said once, by the check that walks it to its end, and gives nothing
 * to look at here.
 */
export async function visitEvery(browser: Browser, page: PageSubject): Promise<PageVisit | NotReached> {
  const visit = await visitPage(browser, page)
  return page.journey && ('notReached' in visit || visit.error?.code === 'journey-stopped')
    ? notApplicable(`the journey ${page.journey.name} does not lead here; its own check says why`)
    : visit
}
