/// <reference lib="dom" />
import { pageRule } from './rule.ts'

/**
 * Ways past what stands on every page: a main landmark, a heading at the content, a link to it. Only pages are looked at on which
 * navigation, or an aside, comes before text. Each missing way is good practice; a page without any breaks 2.4.1 (`bypass`).
 */
export const waysPast = pageRule({
  id: 'ways-past-repeated-content',
  act: [],
  criteria: ['2.4.1'],
  soft: true,
  find: kit => {
    const page = document.documentElement
    if (page.localName !== 'html' || !document.body) return []
    const aside =
      'nav,aside,[role=navigation],[role=complementary],[role=banner],[role=contentinfo],[role=search],body > header,body > footer'
    const seen = (element: Element) => kit.exposed(element) && kit.visibleText(element) !== ''
    const leads = kit.all('a[href]').some(link => {
      const href = link.getAttribute('href') ?? ''
      return kit.exposed(link) && !href.startsWith('#')
    })
    const reading = kit
      .all('p')
      .filter(element => kit.shown(element) && kit.visibleText(element) !== '' && !element.closest(aside))
    if (!leads || reading.length === 0) return []
    const landmark = kit.all('main,[role=main]').some(seen)
    const onPage = (element: Element) => {
      const { right, bottom, width, height } = element.getBoundingClientRect()
      return width > 1 && height > 1 && right + scrollX > 0 && bottom + scrollY > 0
    }
    const heading = kit
      .all('h1,h2,h3,h4,h5,h6,[role=heading]')
      .some(
        element =>
          kit.role(element) === 'heading' &&
          kit.exposed(element) &&
          !element.closest(aside) &&
          onPage(element) &&
          kit.name(element) !== '',
      )
    const skip = kit.all('a[href],[role=link]').some(link => {
      const target = /#([^'"]+)/.exec(link.getAttribute('href') ?? link.getAttribute('onclick') ?? '')?.[1]
      return target !== undefined && kit.exposed(link) && document.getElementById(decodeURIComponent(target)) !== null
    })
    return [
      ...(landmark ? [] : [{ element: page, act: ['b40fd1'] }]),
      ...(heading ? [] : [{ element: page, act: ['047fe0'] }]),
      ...(skip ? [] : [{ element: page, act: ['ye5d6e'] }]),
      ...(landmark || heading || skip ? [] : [{ element: page, act: ['cf77f2'], soft: false }]),
    ]
  },
})
