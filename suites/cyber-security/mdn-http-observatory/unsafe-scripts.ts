import { type Answered, cantTell, check } from '../../../runner/check.ts'
import { askPages, documentsAmong, noDocument } from '../../shared/ask.ts'
import { policiesOf, policyText, scriptRules } from '../../shared/csp.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { type Fault, faultsIn } from '../../shared/faults.ts'

/** Something is allowed only if every policy allows it; without any policy all is. */
function hole(page: Answered): Fault | undefined {
  const rules = policiesOf(page).map(scriptRules)
  const actual = policyText(page)
  if (rules.every(({ inline }) => inline)) return { key: 'inline', expected: "no 'unsafe-inline' for scripts", actual }
  if (rules.every(({ evaluated }) => evaluated)) return { key: 'evaluated', expected: "no 'unsafe-eval'", actual }
  if (rules.every(({ data }) => data)) return { key: 'data', expected: 'no data: for scripts', actual }
  return undefined
}

/**
 * The policy leaves no door open for injected scripts (HTTP Observatory, csp). `unsafe-inline` beside a nonce or hash is void in
 * every browser that knows them, and `wasm-unsafe-eval` runs no script.
 */
export default check({
  id: 'headers/unsafe-scripts',
  version: 3,
  title: 'The policy of pages allows no inline, evaluated or data: scripts',
  verifies: { 'SEC-HDR-002': 'all' },
  subjects: ({ sites }) => sites,
  effect: 'read',
  fix: "Move inline scripts into files or give them a nonce or hash; drop 'unsafe-inline', 'unsafe-eval' and data: from script-src.",

  probe: async context => ({ pages: await askPages(context) }),

  judge: ({ pages }) => {
    const documents = documentsAmong(pages)
    return documents.length > 0 ? faultsIn(documents, hole) : cantTell(noDocument.key, noDocument)
  },

  messages: {
    inline: 'On {at} inline scripts may run: {actual}.',
    evaluated: 'On {at} text may be run as script: {actual}.',
    data: 'On {at} scripts may come from data: addresses: {actual}.',
    'no-document': '{message}',
  },

  examples: [
    example('reference supplier', "default-src 'none'; script-src 'self'", 'passed'),
    example('inline styles only', "script-src 'self'; style-src 'unsafe-inline'", 'passed'),
    example(
      'void beside a hash',
      "script-src 'unsafe-inline' 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='",
      'passed',
    ),
    example('WebAssembly', "script-src 'self' 'wasm-unsafe-eval'", 'passed'),
    example('a second, stricter policy', "script-src 'self' 'unsafe-inline', script-src 'self'", 'passed'),
    example(
      'a stricter policy in a meta element',
      "script-src 'self' 'unsafe-inline'",
      'passed',
      undefined,
      `<meta http-equiv="Content-Security-Policy" content="script-src 'self'">`,
    ),
    example(
      'a report-only policy in a meta element, which is void',
      "script-src 'self' 'unsafe-inline'",
      'failed',
      'inline',
      `<meta http-equiv="Content-Security-Policy-Report-Only" content="script-src 'self'">`,
    ),
    example('inline', "script-src 'self' 'unsafe-inline'", 'failed', 'inline'),
    example('eval', "default-src 'self' 'unsafe-eval'", 'failed', 'evaluated'),
    example('data', "script-src 'self' data:", 'failed', 'data'),
    example('a policy that says nothing of scripts', "img-src 'self'", 'failed', 'inline'),
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

function example(name: string, policy: string, outcome: 'passed' | 'failed', key?: string, head = '') {
  const headers = { 'content-type': 'text/html', 'content-security-policy': policy }
  const seen = { pages: [answer(200, headers, `<!doctype html>${head}`)] }
  return { name, from: 'reference supplier, 2026-11-22', outcome, seen, ...(key && { keys: [key] }) }
}
