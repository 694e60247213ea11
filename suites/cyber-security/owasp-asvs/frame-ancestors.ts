import { type Answered, cantTell, check } from '../../../runner/check.ts'
import { askPages, documentsAmong, noDocument } from '../../shared/ask.ts'
import { headerPolicies, isOpen } from '../../shared/csp.ts'
import { metaPolicies } from '../../shared/csp-in-page.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { type Fault, faultsIn } from '../../shared/faults.ts'

function framing(page: Answered): Fault | undefined {
  const lists = headerPolicies(page).flatMap(policy => policy.get('frame-ancestors') ?? [])
  const said = headerPolicies(page).filter(policy => policy.has('frame-ancestors'))
  const expected = "frame-ancestors 'none', 'self' or named sites"
  const { headers } = page.response
  if (said.length > 0 && said.some(policy => !isOpen(policy.get('frame-ancestors') ?? []))) return undefined
  if (said.length > 0) return { key: 'open', expected, actual: `frame-ancestors ${lists.join(' ')}` }
  const inPage = metaPolicies(page).find(policy => /(^|;)\s*frame-ancestors\s/i.test(policy))
  if (inPage) return { key: 'in-page', expected, actual: inPage }
  const old = headers['x-frame-options']
  return old
    ? { key: 'old', expected, actual: `X-Frame-Options: ${old}` }
    : { key: 'missing', expected, actual: 'none' }
}

/**
 * Pages say who may frame them, in the policy's header (ASVS 3.4.6). X-Frame-Options is obsolete and does not replace it; the
 * directive has no fallback, so that `default-src` says nothing of framing.
 */
export default check({
  id: 'headers/frame-ancestors',
  version: 3,
  title: 'Other sites cannot frame the pages',
  verifies: { 'SEC-HDR-003': 'all' },
  subjects: ({ sites }) => sites,
  effect: 'read',
  fix: "Add `frame-ancestors 'none'` to the Content-Security-Policy, or name the sites that may frame the page.",

  probe: async context => ({ pages: await askPages(context) }),

  judge: ({ pages }) => {
    const documents = documentsAmong(pages)
    return documents.length > 0 ? faultsIn(documents, framing) : cantTell(noDocument.key, noDocument)
  },

  messages: {
    'in-page': 'The policy in the text of {at} names frame-ancestors, which holds in the header only.',
    missing: 'Any site may frame {at} and trick people into clicking.',
    open: 'The policy of {at} lets every site frame it: {actual}.',
    old: '{at} relies on {actual}, which frame-ancestors has replaced.',
    'no-document': '{message}',
  },

  examples: [
    example(
      'reference supplier',
      { 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" },
      'passed',
    ),
    example(
      'named partners',
      { 'content-security-policy': 'frame-ancestors https://*.nhs.uk https://app.partner.example' },
      'passed',
    ),
    example('default-src alone', { 'content-security-policy': "default-src 'none'" }, 'failed', 'missing'),
    example('everybody', { 'content-security-policy': 'frame-ancestors *' }, 'failed', 'open'),
    {
      name: 'in a meta element',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['in-page'],
      seen: {
        pages: [
          answer(
            200,
            { 'content-type': 'text/html' },
            `<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'self'; frame-ancestors 'none'">`,
          ),
        ],
      },
    },
    example('the old header', { 'x-frame-options': 'DENY' }, 'failed', 'old'),
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

function example(name: string, headers: Record<string, string>, outcome: 'passed' | 'failed', key?: string) {
  const seen = { pages: [answer(200, { 'content-type': 'text/html', ...headers }, '<!doctype html>')] }
  return { name, from: 'reference supplier, 2026-11-22', outcome, seen, ...(key && { keys: [key] }) }
}
