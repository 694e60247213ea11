import { type Answered, cantTell, check, type PageVisit } from '../../../runner/check.ts'
import { askPages, documentsAmong, noDocument, pagesOf } from '../../shared/ask.ts'
import { answer, gatewayPage, page } from '../../shared/examples.ts'
import { type Fault, faultsIn } from '../../shared/faults.ts'

const word = (value: string | undefined) => value?.split(';')[0]?.trim() ?? ''

/** Whether a page, as the browser saw it, loads from its own origin only, so that it could demand consent of all it embeds. */
function standsAlone({ finalUrl, resources, wouldHaveSent }: PageVisit): boolean {
  const { origin } = new URL(finalUrl)
  return [...resources, ...wouldHaveSent].every(({ url }) => !/^https?:/.test(url) || new URL(url).origin === origin)
}

function open({ response }: Answered, alone: boolean): Fault | undefined {
  const resource = response.headers['cross-origin-resource-policy']
  if (!/^(same-origin|same-site|cross-origin)$/.test(word(resource)))
    return { key: 'embeddable', expected: 'same-origin', actual: resource ?? 'no such header' }
  const embedder = response.headers['cross-origin-embedder-policy']
  return alone && !/^(require-corp|credentialless)$/.test(word(embedder))
    ? { key: 'embedding', expected: 'require-corp', actual: embedder ?? 'no such header' }
    : undefined
}

/**
 * Pages say who may embed them, and demand consent of what they embed where that works (OWASP Secure Headers): a page that loads
 * from other origins may be unable to, and is not blamed.
 */
export default check({
  id: 'headers/resource-policies',
  version: 1,
  title: 'Pages say who may embed them and what they embed',
  verifies: { 'SEC-HDR-007': 'all' },
  subjects: ({ sites }) => sites,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Send `Cross-Origin-Resource-Policy: same-origin`, and `Cross-Origin-Embedder-Policy: require-corp` on pages that load from their own origin only.',

  probe: async context => ({
    pages: await askPages(context),
    visits: await Promise.all(
      pagesOf(context).map(({ url, identity }) => context.browser.visit(url, { as: identity })),
    ),
  }),

  judge: ({ pages, visits }) => {
    const documents = documentsAmong(pages)
    if (documents.length === 0) return cantTell(noDocument.key, noDocument)
    const alone = new Set(visits.filter(standsAlone).map(({ url }) => url))
    return faultsIn(documents, page => open(page, alone.has(page.request.url)))
  },

  messages: {
    embeddable: '{at} does not say who may embed it: Cross-Origin-Resource-Policy is {actual}.',
    embedding: '{at} loads from its own origin only and could send Cross-Origin-Embedder-Policy; it is {actual}.',
    'no-document': '{message}',
  },

  examples: [
    sent('reference supplier', { 'cross-origin-embedder-policy': 'require-corp' }, 'passed'),
    sent('pictures from elsewhere', {}, 'passed', undefined, 'https://pictures.example/a.png'),
    sent('nothing from elsewhere', {}, 'failed', 'embedding'),
    {
      name: 'no policy',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'failed',
      keys: ['embeddable'],
      seen: { pages: [answer(200, { 'content-type': 'text/html' })], visits: [page()] },
    },
    {
      name: 'no page among the answers',
      from: 'reference supplier, 2026-11-22',
      outcome: 'cantTell',
      keys: ['no-document'],
      seen: { pages: [answer(401)], visits: [] },
    },
    {
      name: 'a gateway answers',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { pages: [gatewayPage()], visits: [] },
    },
  ],
})

function sent(
  name: string,
  headers: Record<string, string>,
  outcome: 'passed' | 'failed',
  key?: string,
  other?: string,
) {
  const all = { 'content-type': 'text/html', 'cross-origin-resource-policy': 'same-origin', ...headers }
  const wouldHaveSent = other ? [{ method: 'GET', url: other, because: 'another origin' }] : []
  const seen = { pages: [answer(200, all, '<!doctype html>')], visits: [page({}, [], { wouldHaveSent })] }
  return { name, from: 'reference supplier, 2026-11-22', outcome, seen, ...(key && { keys: [key] }) }
}
