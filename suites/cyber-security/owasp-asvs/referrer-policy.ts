import { type Answered, cantTell, check } from '../../../runner/check.ts'
import { askPages, documentsAmong, noDocument } from '../../shared/ask.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { type Fault, faultsIn } from '../../shared/faults.ts'
import { parseHtml } from '../../shared/html.ts'

/** All policies there are (Referrer Policy, 3), and whether each keeps path and query from other sites. */
const keepsAddress: Readonly<Record<string, boolean>> = {
  'no-referrer': true,
  'same-origin': true,
  'strict-origin': true,
  'strict-origin-when-cross-origin': true,
  origin: true,
  'origin-when-cross-origin': true,
  'no-referrer-when-downgrade': false,
  'unsafe-url': false,
}

/** Of a list the last known word counts; a meta element comes after the header and replaces it. */
function policyOf({ response }: Answered): string | undefined {
  const known = (list: string) =>
    list
      .toLowerCase()
      .split(',')
      .map(word => word.trim())
      .findLast(word => word in keepsAddress)
  const metas = parseHtml(response.body.text ?? '').querySelectorAll('meta[name="referrer" i]')
  const inPage = metas.map(meta => known(meta.getAttribute('content') ?? '')).findLast(Boolean)
  return inPage ?? known(response.headers['referrer-policy'] ?? '')
}

function leak(page: Answered): Fault | undefined {
  const policy = policyOf(page)
  const expected = 'strict-origin-when-cross-origin or stricter'
  if (policy === undefined)
    return { key: 'missing', expected, actual: page.response.headers['referrer-policy'] ?? 'no such header' }
  return keepsAddress[policy] ? undefined : { key: 'leaks', expected, actual: policy }
}

/** Pages say that their addresses do not go to other sites (ASVS 3.4.5), by header or by meta element. */
export default check({
  id: 'headers/referrer-policy',
  version: 2,
  title: 'Addresses of pages do not leak to other sites',
  verifies: { 'SEC-HDR-005': 'all' },
  subjects: ({ sites }) => sites,
  effect: 'read',
  fix: 'Send `Referrer-Policy: no-referrer` or `strict-origin-when-cross-origin` with every page.',

  probe: async context => ({ pages: await askPages(context) }),

  judge: ({ pages }) => {
    const documents = documentsAmong(pages)
    return documents.length > 0 ? faultsIn(documents, leak) : cantTell(noDocument.key, noDocument)
  },

  messages: {
    missing: '{at} sets no Referrer-Policy that browsers know.',
    leaks: 'The Referrer-Policy of {at} is {actual}, which tells other sites the whole address.',
    'no-document': '{message}',
  },

  examples: [
    sent('reference supplier', { 'referrer-policy': 'no-referrer' }, 'passed'),
    sent(
      'a list with a fallback',
      { 'referrer-policy': 'unsafe-url, strict-origin-when-cross-origin, new-word' },
      'passed',
    ),
    sent('in the page', {}, 'passed', undefined, '<meta name="Referrer" content="same-origin">'),
    sent('unsafe-url', { 'referrer-policy': 'unsafe-url' }, 'failed', 'leaks'),
    sent('unknown word', { 'referrer-policy': 'never' }, 'failed', 'missing'),
    sent('nothing', {}, 'failed', 'missing'),
    {
      name: 'no page among the answers',
      from: 'reference supplier, 2026-11-22',
      outcome: 'cantTell',
      keys: ['no-document'],
      seen: { pages: [answer(401)] },
    },
    {
      name: 'a gateway answers',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { pages: [gatewayPage()] },
    },
  ],
})

function sent(name: string, headers: Record<string, string>, outcome: 'passed' | 'failed', key?: string, body = '') {
  const seen = { pages: [answer(200, { 'content-type': 'text/html', ...headers }, `<!doctype html>${body}`)] }
  return { name, from: 'reference supplier, 2026-11-22', outcome, seen, ...(key && { keys: [key] }) }
}
