import { type Answered, cantTell, check } from '../../../runner/check.ts'
import { askPages, documentsAmong, noDocument } from '../../shared/ask.ts'
import { isNone, policiesOf, scriptRules, sourcesOf } from '../../shared/csp.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { type Fault, faultsIn } from '../../shared/faults.ts'

const expected = "object-src 'none'; base-uri 'none'; script-src with a list, nonces or hashes"

/** Several policies hold together, so that each point may be made by any of them. */
function weakness(page: Answered): Fault | undefined {
  const policies = policiesOf(page)
  const actual = page.response.headers['content-security-policy'] ?? 'no such header'
  if (policies.length === 0) return { key: 'missing', expected, actual }
  if (!policies.some(policy => isNone(sourcesOf(policy, 'object-src', 'default-src'))))
    return { key: 'objects', expected: "object-src 'none'", actual }
  if (!policies.some(policy => isNone(sourcesOf(policy, 'base-uri'))))
    return { key: 'base', expected: "base-uri 'none'", actual }
  if (!policies.some(policy => scriptRules(policy).listed)) return { key: 'scripts', expected, actual }
  return undefined
}

/**
 * Every page enforces a Content-Security-Policy in its header that forbids plug-ins and base addresses and lists its scripts
 * (ASVS 3.4.3). `default-src 'none'` forbids objects too; base-uri has no fallback. Answers that are no pages need none.
 */
export default check({
  id: 'headers/content-security-policy',
  version: 1,
  title: 'Pages run only scripts that a policy lists',
  verifies: { 'SEC-HDR-001': 'all' },
  subjects: ({ sites }) => sites,
  effect: 'read',
  fix: "Send `Content-Security-Policy: default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'` and widen it as needed.",

  probe: async context => ({ pages: await askPages(context) }),

  judge: ({ pages }) => {
    const documents = documentsAmong(pages)
    return documents.length > 0 ? faultsIn(documents, weakness) : cantTell(noDocument.key, noDocument)
  },

  messages: {
    missing: '{at} enforces no Content-Security-Policy; an injected script would run.',
    objects: 'The policy of {at} does not forbid plug-ins with {expected}.',
    base: 'The policy of {at} does not forbid base addresses with {expected}; an injected one diverts every script.',
    scripts: 'The policy of {at} lets scripts of any host run.',
    'no-document': '{message}',
  },

  examples: [
    example('reference supplier', "default-src 'none'; script-src 'self'; base-uri 'none'", 'passed'),
    example(
      'strict-dynamic with fallbacks for old browsers',
      "script-src 'nonce-r4nd0m' 'strict-dynamic' https: 'unsafe-inline'; object-src 'none'; base-uri 'none'",
      'passed',
    ),
    example('two policies, each with a part', "default-src 'self'; base-uri 'none', object-src 'none'", 'passed'),
    example('no base-uri', "default-src 'none'; script-src 'self'", 'failed', 'base'),
    example('no object-src', "default-src 'self'; base-uri 'none'", 'failed', 'objects'),
    example('any host over https', "script-src https:; object-src 'none'; base-uri 'none'", 'failed', 'scripts'),
    {
      name: 'report only',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'failed',
      keys: ['missing'],
      seen: {
        pages: [html({ 'content-security-policy-report-only': "default-src 'none'; base-uri 'none'" })],
      },
    },
    {
      name: 'a redirect and an answer in JSON beside a good page',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      seen: {
        pages: [
          html({ 'content-security-policy': "default-src 'none'; base-uri 'none'" }),
          answer(303, { location: '/sign-in' }),
          answer(200, { 'content-type': 'application/json' }, '{}'),
        ],
      },
    },
    {
      name: 'nothing but redirects',
      from: 'reference supplier, 2026-11-22',
      outcome: 'cantTell',
      keys: ['no-document'],
      seen: { pages: [answer(303, { location: '/sign-in' })] },
    },
    {
      name: 'a gateway answers',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { pages: [gatewayPage()] },
    },
  ],
})

function html(headers: Record<string, string>) {
  return answer(200, { 'content-type': 'text/html; charset=utf-8', ...headers }, '<!doctype html>')
}
function example(name: string, policy: string, outcome: 'passed' | 'failed', key?: string) {
  const seen = { pages: [html({ 'content-security-policy': policy })] }
  return { name, from: 'reference supplier, 2026-11-22', outcome, seen, ...(key && { keys: [key] }) }
}
