import { advice, check, failed, noGround, passed } from '../../../runner/check.ts'
import { answer, gatewayPage, noAnswer } from '../../shared/examples.ts'
import { parseHtml } from '../../shared/html.ts'
import { mediaTypeOf } from '../../shared/media-type.ts'
import { statementAt, statementIn } from '../../shared/statement.ts'
import { site, statement } from '../../shared/statement-examples.ts'

const from = 'reference supplier, 2026-11-22'
const home = answer(200, { 'content-type': 'text/html' }, '<a href="/accessibility">Accessibility statement</a>')
const usual = ['/accessibility-statement', '/accessibility']

/**
 * A statement is published on the site as a web page (regulation 8(1) and (2)). Where no link was found, the usual addresses are
 * tried; a statement that nothing links to is published all the same, and the missing link is advice (GOV.UK guidance).
 */
export default check({
  id: 'accessibility/statement-published',
  version: 3,
  title: 'An accessibility statement is published as a web page',
  verifies: { 'ACC-STM-001': 'all' },
  subjects: ({ sites }) => sites,
  effect: 'read',
  fix: 'Publish the statement as a page of the site, and link it from the footer of every page.',

  probe: async ({ http, landscape, subject }) => {
    const url = subject.accessibilityStatement
    const first = landscape.pages.find(({ endpoint }) => endpoint === subject.endpoint)
    const page = await http.get(first?.url ?? subject.url, {
      headers: { accept: 'text/html' },
      as: first?.identity ?? null,
    })
    if (!url && page.response && page.response.status !== 200)
      return noGround(`no page of ${subject.url} could be read, so that no link to a statement was seen`)
    const tried = url ? [url] : usual.map(path => new URL(path, subject.url).href)
    return { page, statements: await Promise.all(tried.map(address => statementAt(http, address))) }
  },

  judge: ({ page, statements }, { url: site }) => {
    const there = statements.filter(({ response }) => response.status === 200)
    const published = there.find(one => /accessib/i.test(statementIn(one).text))
    const linked = parseHtml(page.response.body.text ?? '')
      .querySelectorAll('a[href]')
      .some(link =>
        /accessib/i.test(`${link.text} ${link.getAttribute('aria-label') ?? ''} ${link.getAttribute('href')}`),
      )
    const at = (published ?? there[0] ?? statements[0])?.request.url ?? site
    if (!published && there[0] && mediaTypeOf(there[0].response.headers['content-type'])?.type !== 'text/html')
      return failed('no-web-page', {
        at,
        expected: 'text/html',
        actual: there[0].response.headers['content-type'] ?? 'no type',
      })
    if (!published)
      return failed(there.length > 0 ? 'no-statement' : 'not-there', {
        at,
        actual: `${statements[0]?.response.status}`,
      })
    return linked ? passed({ at }) : [passed({ at }), advice('not-linked', { at: page.request.url })]
  },

  messages: {
    'not-there': 'No accessibility statement was found: {at} answered {actual}.',
    'no-statement': 'The page {at} says nothing of accessibility.',
    'no-web-page': 'The accessibility statement {at} is {actual}, not a web page.',
    'not-linked': 'The page {at} does not link to the accessibility statement.',
  },
  examples: [
    {
      name: 'published and linked',
      from,
      outcome: 'passed',
      seen: { page: home, statements: [statement()] },
      keys: ['passed'],
    },
    {
      name: 'published, not linked',
      from,
      outcome: 'passed',
      seen: { page: answer(200), statements: [statement()] },
      keys: ['passed', 'not-linked'],
    },
    {
      name: 'none',
      from: `${from}, defect no-statement`,
      outcome: 'failed',
      seen: { page: home, statements: [answer(404)] },
      keys: ['not-there'],
    },
    {
      name: 'a PDF',
      from,
      outcome: 'failed',
      seen: { page: home, statements: [answer(200, { 'content-type': 'application/pdf' }, '%PDF')] },
      keys: ['no-web-page'],
    },
    {
      name: 'soft 404',
      from,
      outcome: 'failed',
      seen: { page: answer(200), statements: [answer(200, { 'content-type': 'text/html' }, '<main>Sorry</main>')] },
      keys: ['no-statement'],
    },
    { name: 'behind a sign-in', from, outcome: 'cantTell', seen: noGround('401'), subject: site },
    { name: 'a gateway', from, outcome: 'cantTell', seen: { page: gatewayPage(), statements: [] } },
    { name: 'no answer', from, outcome: 'cantTell', seen: { page: home, statements: [noAnswer()] } },
  ],
})
