import { type Answered, cantTell, check } from '../../../runner/check.ts'
import { askPages, documentsAmong, noDocument } from '../../shared/ask.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { type Fault, faultsIn } from '../../shared/faults.ts'

/** Features that watch or find a person; a page that needs one says for whom. */
const watching = ['camera', 'microphone', 'geolocation'] as const

/** Feature → allowlist, of a structured dictionary: `camera=(), geolocation=(self "https://a.example")`. */
function featuresOf(value: string): Map<string, string> {
  return new Map(
    [...value.matchAll(/([a-z][a-z-]*)\s*=\s*(\([^)]*\)|[^,\s]+)/gi)].map(([, name, list]) => [
      (name ?? '').toLowerCase(),
      list ?? '',
    ]),
  )
}

function open({ response }: Answered): Fault | undefined {
  const value = response.headers['permissions-policy']
  const expected = 'camera=(), microphone=(), geolocation=(), or (self) for one that is used'
  if (value === undefined) return { key: 'missing', expected, actual: 'no such header' }
  const features = featuresOf(value)
  const left = watching.filter(name => !features.has(name) || /^\(?\s*\*/.test(features.get(name) ?? ''))
  return left.length > 0 ? { key: 'left-on', expected, actual: left.join(', ') } : undefined
}

/**
 * Pages switch off camera, microphone and location, or name who may use them (OWASP Secure Headers). A policy about other features
 * only leaves these on, and the retired Feature-Policy is read by no browser.
 */
export default check({
  id: 'headers/permissions-policy',
  version: 1,
  title: 'Pages switch off camera, microphone and location unless used',
  verifies: { 'SEC-HDR-008': 'all' },
  subjects: ({ sites }) => sites,
  effect: 'read',
  fix: 'Send `Permissions-Policy: camera=(), microphone=(), geolocation=()`, with (self) where the page uses one.',

  probe: async context => ({ pages: await askPages(context) }),

  judge: ({ pages }) => {
    const documents = documentsAmong(pages)
    return documents.length > 0 ? faultsIn(documents, open) : cantTell(noDocument.key, noDocument)
  },

  messages: {
    missing: '{at} sends no Permissions-Policy.',
    'left-on': 'The Permissions-Policy of {at} leaves on: {actual}.',
    'no-document': '{message}',
  },

  examples: [
    sent(
      'reference supplier',
      { 'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()' },
      'passed',
    ),
    sent(
      'video calls',
      { 'permissions-policy': 'camera=(self "https://call.example"), microphone=self, geolocation=()' },
      'passed',
    ),
    sent('about something else', { 'permissions-policy': 'interest-cohort=()' }, 'failed', 'left-on'),
    sent('everybody', { 'permissions-policy': 'camera=*, microphone=(), geolocation=()' }, 'failed', 'left-on'),
    sent('the retired header', { 'feature-policy': "camera 'none'" }, 'failed', 'missing'),
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

function sent(name: string, headers: Record<string, string>, outcome: 'passed' | 'failed', key?: string) {
  const seen = { pages: [answer(200, { 'content-type': 'text/html', ...headers }, '<!doctype html>')] }
  return { name, from: 'reference supplier, 2026-11-22', outcome, seen, ...(key && { keys: [key] }) }
}
