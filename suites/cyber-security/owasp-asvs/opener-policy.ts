import { type Answered, cantTell, check } from '../../../runner/check.ts'
import { askPages, documentsAmong, noDocument } from '../../shared/ask.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { type Fault, faultsIn } from '../../shared/faults.ts'

const isolating = new Set(['same-origin', 'same-origin-allow-popups', 'noopener-allow-popups'])

function opener({ response }: Answered): Fault | undefined {
  const value = response.headers['cross-origin-opener-policy']
  // A structured item: parameters such as report-to follow a semicolon.
  const word = value?.split(';')[0]?.trim() ?? ''
  if (isolating.has(word)) return undefined
  return { key: 'not-isolated', expected: 'same-origin or same-origin-allow-popups', actual: value ?? 'no such header' }
}

/** HTML documents keep windows of other sites apart (ASVS 3.4.8). Answers that are no documents need no such header. */
export default check({
  id: 'headers/opener-policy',
  version: 1,
  title: 'Pages are isolated from the windows that opened them',
  verifies: { 'SEC-HDR-006': 'all' },
  subjects: ({ sites }) => sites,
  effect: 'read',
  fix: 'Send `Cross-Origin-Opener-Policy: same-origin` with HTML, or `same-origin-allow-popups` where sign-in opens a window.',

  probe: async context => ({ pages: await askPages(context) }),

  judge: ({ pages }) => {
    const documents = documentsAmong(pages)
    return documents.length > 0 ? faultsIn(documents, opener) : cantTell(noDocument.key, noDocument)
  },

  messages: {
    'not-isolated': 'The Cross-Origin-Opener-Policy of {at} does not isolate it: {actual}.',
    'no-document': '{message}',
  },

  examples: [
    sent('reference supplier', 'same-origin', 'passed'),
    sent('with popups and a report address', 'same-origin-allow-popups; report-to="coop"', 'passed'),
    sent('switched off', 'unsafe-none', 'failed'),
    {
      name: 'missing',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'failed',
      seen: { pages: [answer(200, { 'content-type': 'text/html' }, '<!doctype html>')] },
    },
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

function sent(name: string, value: string, outcome: 'passed' | 'failed') {
  const headers = { 'content-type': 'text/html', 'cross-origin-opener-policy': value }
  return { name, from: 'reference supplier, 2026-11-22', outcome, seen: { pages: [answer(200, headers, '<html>')] } }
}
