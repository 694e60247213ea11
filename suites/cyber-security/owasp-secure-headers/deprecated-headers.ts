import { type Answered, check } from '../../../runner/check.ts'
import { askAround } from '../../shared/ask.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { type Fault, faultsIn } from '../../shared/faults.ts'

const retired = ['public-key-pins', 'public-key-pins-report-only', 'expect-ct'] as const

function deprecated({ response: { headers } }: Answered): Fault | undefined {
  const filter = headers['x-xss-protection']
  if (filter !== undefined && filter.split(';')[0]?.trim() !== '0')
    return { key: 'sent', expected: 'no such header, or 0', actual: `X-XSS-Protection: ${filter}` }
  const name = retired.find(one => one in headers)
  return name ? { key: 'sent', expected: 'no such header', actual: `${name}: ${headers[name]}` } : undefined
}

/**
 * Headers that browsers dropped because they did harm are not sent (OWASP Secure Headers, group "Deprecated"). `X-XSS-Protection: 0`
 * switches the filter off in old browsers and is the recommended value.
 */
export default check({
  id: 'headers/deprecated',
  version: 1,
  title: 'Retired security headers are not sent',
  verifies: { 'SEC-HDR-014': 'all' },
  subjects: ({ origins }) => origins,
  effect: 'read',
  fix: 'Stop sending X-XSS-Protection other than 0, Public-Key-Pins and Expect-CT.',

  probe: askAround,

  judge: ({ known, missing }) => faultsIn([...known, missing], deprecated),

  messages: { sent: '{at} still sends {actual}, which browsers have retired.' },

  examples: [
    sent('none', {}, 'passed'),
    sent('the filter switched off', { 'x-xss-protection': '0' }, 'passed'),
    sent('the filter switched on', { 'x-xss-protection': '1; mode=block' }, 'failed'),
    sent('certificate transparency', { 'expect-ct': 'max-age=86400, enforce' }, 'failed'),
    {
      name: 'a gateway answers',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { known: [gatewayPage()], missing: gatewayPage() },
    },
  ],
})

function sent(name: string, headers: Record<string, string>, outcome: 'passed' | 'failed') {
  const seen = { known: [answer(200, headers)], missing: answer(404) }
  return { name, from: 'nginx 1.22, 2026-11-22', outcome, seen }
}
