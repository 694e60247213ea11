import { type Answered, cantTell, check } from '../../../runner/check.ts'
import { askPages, documentsAmong, noDocument } from '../../shared/ask.ts'
import { headerPolicies, policyText } from '../../shared/csp.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { type Fault, faultsIn } from '../../shared/faults.ts'

const expected = 'report-to with a name that Reporting-Endpoints explains, or report-uri'

/** Names that the answer gives addresses for: Reporting-Endpoints (Reporting API, 3.1), or Report-To, which came before it. */
function explained({ response }: Answered): (name: string) => boolean {
  const members = [...(response.headers['reporting-endpoints'] ?? '').matchAll(/([a-z*][\w.*-]*)\s*=\s*"[^"]+"/gi)]
  const groups = [...(response.headers['report-to'] ?? '').matchAll(/"group"\s*:\s*"([^"]+)"/g)]
  const names = new Set([...members, ...groups].map(([, name = '']) => name.toLowerCase()))
  return name => names.has(name)
}

function silent(page: Answered): Fault | undefined {
  const policies = headerPolicies(page)
  const actual = policyText(page)
  if (policies.length === 0) return { key: 'no-policy', expected, actual }
  const isExplained = explained(page)
  const [groups, addresses] = (['report-to', 'report-uri'] as const).map(name =>
    policies.flatMap(policy => policy.get(name) ?? []),
  )
  if (addresses?.length || groups?.some(isExplained)) return undefined
  return groups?.length
    ? { key: 'unexplained', expected, actual: groups.join(', ') }
    : { key: 'no-place', expected, actual }
}

/**
 * The Content-Security-Policy of every page says where violations are reported (ASVS 3.4.7). A name in report-to counts where the
 * answer says what address it stands for. A policy in a meta element cannot name a place (CSP 3, 3.3), and a report-only one is
 * another header.
 */
export default check({
  id: 'headers/csp-reports',
  version: 1,
  title: 'The content security policy says where violations are reported',
  verifies: { 'SEC-HDR-015': 'all' },
  subjects: ({ sites }) => sites,
  effect: 'read',
  fix: 'Send `Reporting-Endpoints: csp="https://your-product.example/csp-reports"` and add `report-to csp; report-uri /csp-reports` to the policy.',

  probe: async context => ({ pages: await askPages(context) }),

  judge: ({ pages }) => {
    const documents = documentsAmong(pages)
    return documents.length > 0 ? faultsIn(documents, silent) : cantTell(noDocument.key, noDocument)
  },

  messages: {
    'no-policy': '{at} has no Content-Security-Policy header, which could say where violations are reported.',
    'no-place': 'The policy of {at} names no place to report violations to: {actual}.',
    unexplained: 'The policy of {at} reports violations to {actual}, and no header says what address that is.',
    'no-document': '{message}',
  },

  examples: [
    sent('an address', "default-src 'self'; report-uri /csp-reports", {}, 'passed'),
    sent('a name', "default-src 'self'; report-to Csp", { 'reporting-endpoints': 'other="/x", csp="/csp"' }, 'passed'),
    sent('two policies', "default-src 'self', report-uri https://r.example/", {}, 'passed'),
    sent(
      'a name of before',
      "default-src 'self'; report-to csp",
      { 'report-to': '{"group":"csp","max_age":86400,"endpoints":[{"url":"https://r.example/"}]}' },
      'passed',
    ),
    sent('no place', "default-src 'self'", {}, 'failed', 'no-place'),
    sent('an empty directive', "default-src 'self'; report-uri", {}, 'failed', 'no-place'),
    sent('a name without an address', "default-src 'self'; report-to csp", {}, 'failed', 'unexplained'),
    sent(
      'report only',
      '',
      { 'content-security-policy-report-only': "default-src 'self'; report-uri /r" },
      'failed',
      'no-policy',
    ),
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

function sent(
  name: string,
  policy: string,
  more: { readonly [name: string]: string },
  outcome: 'passed' | 'failed',
  key?: string,
) {
  const headers = { 'content-type': 'text/html', ...(policy && { 'content-security-policy': policy }), ...more }
  const seen = { pages: [answer(200, headers, '<!doctype html>')] }
  return { name, from: 'reference supplier, 2026-11-22', outcome, seen, ...(key && { keys: [key] }) }
}
