import { type Answered, advice, cantTell, check } from '../../../runner/check.ts'
import { askPages, documentsAmong, noDocument } from '../../shared/ask.ts'
import { headerPolicies, isNone, policiesOf, policyText, scriptRules, sourcesOf } from '../../shared/csp.ts'
import { bypassOf } from '../../shared/csp-bypass.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { type Fault, faultsIn } from '../../shared/faults.ts'

const expected = "object-src 'none'; base-uri 'none'; script-src with a list, nonces or hashes"

/** Several policies hold together, so that each point may be made by any of them. */
function weakness(page: Answered): Fault | undefined {
  const policies = policiesOf(page)
  const actual = policyText(page)
  if (policies.length === 0) return { key: 'missing', expected, actual }
  if (headerPolicies(page).length === 0) return { key: 'only-in-page', expected: 'the policy in the header', actual }
  if (!policies.some(policy => isNone(sourcesOf(policy, 'object-src', 'default-src'))))
    return { key: 'objects', expected: "object-src 'none'", actual }
  if (!policies.some(policy => isNone(sourcesOf(policy, 'base-uri'))))
    return { key: 'base', expected: "base-uri 'none'", actual }
  if (!policies.some(policy => scriptRules(policy).listed)) return { key: 'scripts', expected, actual }
  return undefined
}

/** Said, and no failure: the clause asks for a list of scripts, and a list with such a host is one. */
const bypasses = (pages: readonly Answered[]) =>
  pages.flatMap(page => {
    const bypass = bypassOf(policiesOf(page))
    return bypass ? [advice('bypass', { at: page.request.url, actual: bypass.source, because: bypass.because })] : []
  })

/**
 * Every page enforces a Content-Security-Policy in its header that forbids plug-ins and base addresses and lists its scripts
 * (ASVS 3.4.3). `default-src 'none'` forbids objects too; base-uri has no fallback. A meta element may make a
 * header's policy stricter and does not stand in for it. Answers that are no pages need none.
 */
export default check({
  id: 'headers/content-security-policy',
  version: 3,
  title: 'Pages run only scripts that a policy lists',
  verifies: { 'SEC-HDR-001': 'all' },
  subjects: ({ sites }) => sites,
  effect: 'read',
  fix: "Send `Content-Security-Policy: default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'` and widen it as needed.",

  probe: async context => ({ pages: await askPages(context) }),

  judge: ({ pages }) => {
    const documents = documentsAmong(pages)
    if (documents.length === 0) return cantTell(noDocument.key, noDocument)
    return [...faultsIn(documents, weakness), ...bypasses(documents).slice(0, 1)]
  },

  messages: {
    missing: '{at} enforces no Content-Security-Policy; an injected script would run.',
    objects: 'The policy of {at} does not forbid plug-ins with {expected}.',
    base: 'The policy of {at} does not forbid base addresses with {expected}; an injected one diverts every script.',
    'only-in-page': 'The policy of {at} is a meta element; expected {expected}, where it holds from the first byte.',
    bypass: 'The policy of {at} lets scripts of {actual} run: {because}',
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
    example(
      'a meta element makes the header stricter',
      "default-src 'self'; base-uri 'none'",
      'passed',
      undefined,
      meta("object-src 'none'"),
    ),
    {
      name: 'a meta element alone',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['only-in-page'],
      seen: { pages: [html({}, meta("default-src 'none'; base-uri 'none'"))] },
    },
    example(
      'a host that serves libraries of everybody',
      "script-src 'self' https://cdnjs.cloudflare.com; object-src 'none'; base-uri 'none'",
      'passed',
      ['passed', 'bypass'],
    ),
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

function meta(policy: string) {
  return `<meta http-equiv="Content-Security-Policy" content="${policy}">`
}
function html(headers: Record<string, string>, head = '') {
  return answer(200, { 'content-type': 'text/html; charset=utf-8', ...headers }, `<!doctype html>${head}`)
}
function example(
  name: string,
  policy: string,
  outcome: 'passed' | 'failed',
  key?: string | readonly string[],
  head?: string,
) {
  const seen = { pages: [html({ 'content-security-policy': policy }, head)] }
  return { name, from: 'reference supplier, 2026-11-22', outcome, seen, ...(key && { keys: [key].flat() }) }
}
