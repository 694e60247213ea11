import { cantTell, check, type Decision, failed, noData, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { parseHtml } from '../../shared/html.ts'
import { footer, link, pageWith } from '../../shared/site-examples.ts'
import { site } from '../../shared/statement-examples.ts'
import { partsOf } from '../../shared/surroundings.ts'
import { visitPage } from '../../shared/visiting.ts'

const from = 'reference supplier, 2026-11-23'
const html = (body: string) => answer(200, { 'content-type': 'text/html' }, `<main>${body}</main>`)
const statement = link('Accessibility statement', '/accessibility')
const at = (path: string, linked: boolean, body = '') => ({
  visit: pageWith(path, [footer(link('Privacy'), ...(linked ? [statement] : []))]),
  html: html(body),
})

/**
 * Every page of the site that the target file names links to the statement: to its address, or by a text that names accessibility, around
 * the content as drawn or anywhere in the HTML. The regulations ask for a statement on the site; the link from each page is guidance.
 */
export default check({
  id: 'accessibility/statement-linked',
  version: 2,
  title: 'Every page links to the accessibility statement',
  verifies: { 'ACC-STM-008': 'all' },
  subjects: ({ sites }) => sites,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Put the link into the footer that all pages share, those of errors and of signed-in people too.',

  probe: async ({ http, browser, landscape, subject }) => {
    if (!subject.accessibilityStatement)
      return noData(`an accessibility statement that pages of ${subject.url} link to`)
    const pages = landscape.pages.filter(({ endpoint }) => endpoint === subject.endpoint)
    return {
      pages: await Promise.all(
        pages.map(async one => ({
          visit: await visitPage(browser, one),
          html: await http.get(one.url, { headers: { accept: 'text/html' }, as: one.identity }),
        })),
      ),
    }
  },

  judge: ({ pages }, { url, accessibilityStatement = '' }) => {
    const statementPath = plain(accessibilityStatement)
    const leads = (text: string, href: string, base: string) =>
      /accessib/i.test(text) || (URL.canParse(href, base) && plain(new URL(href, base).href) === statementPath)
    const lacking: string[] = []
    const unread: string[] = []
    for (const { visit, html } of pages) {
      const page = visit.finalUrl
      const around = partsOf(visit).flatMap(({ items }) => items)
      const within = parseHtml(html.response.body.text ?? '').querySelectorAll('a[href]')
      const linked =
        plain(page) === statementPath ||
        around.some(({ kind, name, to }) => kind === 'link' && leads(name, to, page)) ||
        within.some(one =>
          leads(`${one.text} ${one.getAttribute('aria-label') ?? ''}`, one.getAttribute('href') ?? '', page),
        )
      const whole = visit.details?.surroundings && !visit.cut?.includes('details.surroundings')
      if (!linked) (whole ? lacking : unread).push(page)
    }
    const decisions: Decision[] = []
    if (lacking.length > 0)
      decisions.push(
        failed('not-linked', { at: url, expected: `${pages.length}`, actual: `${lacking.length}`, places: lacking }),
      )
    if (unread.length > 0) decisions.push(cantTell('not-read', { at: url, actual: `${unread.length}`, places: unread }))
    return decisions.length > 0 ? decisions : passed({ at: url })
  },

  messages: {
    'not-linked': 'Of {expected} pages of {at} those without a link to the accessibility statement: {actual}.',
    'not-read':
      'Pages of {at} whose links were not all read, so that a link to the statement may be among them: {actual}.',
  },
  examples: [
    {
      name: 'in the footer of each',
      from,
      outcome: 'passed',
      seen: { pages: [at('/', true), at('/record', true)] },
      keys: ['passed'],
    },
    {
      name: 'in the text of one, and the statement itself',
      from,
      outcome: 'passed',
      seen: {
        pages: [at('/', false, '<a href="/accessibility">How everybody can use this</a>'), at('/accessibility', false)],
      },
      subject: site,
      keys: ['passed'],
    },
    {
      name: 'missing on one, which speaks of accessibility',
      from: `${from}, defect statement-not-everywhere`,
      outcome: 'failed',
      seen: { pages: [at('/', true), at('/record', false, '<p>We care about accessibility.</p>')] },
      keys: ['not-linked'],
    },
    {
      name: 'more links than are read',
      from,
      outcome: 'cantTell',
      seen: {
        pages: [
          {
            visit: { ...pageWith('/', [footer(link('Privacy'))]), cut: ['details.surroundings'] },
            html: html(''),
          },
        ],
      },
      keys: ['not-read', 'lists-cut'],
    },
    { name: 'no statement', from, outcome: 'untested', seen: noData('a statement'), subject: site },
    { name: 'a gateway', from, outcome: 'cantTell', seen: { pages: [{ ...at('/', true), html: gatewayPage() }] } },
  ],
})

/** An address without what may change: query, fragment and a last slash. */
function plain(url: string): string {
  return url.split(/[?#]/, 1)[0]?.replace(/\/$/, '') ?? url
}
