import { type Answered, check, inapplicable } from '../../../runner/check.ts'
import { askAround } from '../../shared/ask.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { type Fault, faultsIn } from '../../shared/faults.ts'
import { stsFieldsOf } from '../../shared/hsts.ts'

/** Browsers read the first field and pass the others over (RFC 6797, 8.1). */
function repeated(seen: Answered): Fault | undefined {
  const fields = stsFieldsOf(seen)
  return fields.length > 1
    ? { key: 'repeated', expected: 'one Strict-Transport-Security field', actual: fields.join(' | ') }
    : undefined
}

/** One Strict-Transport-Security field at most in an answer (RFC 6797, 7.1); what it promises is another requirement's matter. */
export default check({
  id: 'headers/one-strict-transport-security',
  version: 1,
  title: 'No answer promises Strict-Transport-Security twice',
  verifies: { 'SEC-TLS-024': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Let one part alone, the application or what stands before it, set Strict-Transport-Security.',

  probe: askAround,

  judge: ({ known, missing }, { url }) => {
    const sent = [...known, missing].filter(one => stsFieldsOf(one).length > 0)
    return sent.length > 0 ? faultsIn(sent, repeated) : inapplicable('none-sent', { at: url })
  },

  messages: {
    repeated: '{at} sends Strict-Transport-Security more than once ({actual}); browsers read the first alone.',
    'none-sent': 'No answer of {at} has a Strict-Transport-Security field.',
  },

  examples: [
    sent('one', [['Strict-Transport-Security', 'max-age=31536000']], 'passed', 'passed'),
    sent(
      'the application and the gateway',
      [
        ['strict-transport-security', 'max-age=31536000'],
        ['Strict-Transport-Security', 'max-age=31536000; includeSubDomains'],
      ],
      'failed',
      'repeated',
    ),
    sent('none', [], 'inapplicable', 'none-sent'),
    {
      name: 'a gateway answers',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { known: [gatewayPage()], missing: gatewayPage() },
    },
  ],
})

function sent(
  name: string,
  rawHeaders: readonly (readonly [string, string])[],
  outcome: 'passed' | 'failed' | 'inapplicable',
  key: string,
) {
  const seen = { known: [answer(200, {}, '', { rawHeaders })], missing: answer(404) }
  return { name, from: 'nginx 1.22, 2026-11-23', outcome, keys: [key], seen }
}
