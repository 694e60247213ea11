import { certificateRules } from './certificate-rules.ts'
import { mozillaIntermediate } from './mozilla.ts'
import { protocolRules } from './protocol-rules.ts'
import type { Found, TlsRule } from './rule.ts'
import { suiteRules } from './suite-rules.ts'
import { versionRules } from './version-rules.ts'

/** Known holes, each as far as it was looked for. */
const holes: TlsRule = {
  id: 'tls/known-holes',
  level: 'must',
  source: { text: 'The advisories named', url: 'https://nvd.nist.gov/vuln', read: false },
  judge: ({ holes }) =>
    holes
      .filter(({ name }) => !/begun by the client/.test(name))
      .map(({ name, state, because }): Found => {
        const text = `${name}: ${because}.`
        if (state === 'not tested') return { outcome: 'inapplicable', text: `Not tested: ${text}` }
        return { outcome: state === 'present' ? 'failed' : state === 'absent' ? 'passed' : 'cantTell', text }
      }),
}

/** A client that may renegotiate makes the server work harder than itself; servers that limit it are safe from that. */
const clientRenegotiation: TlsRule = {
  id: 'tls/client-renegotiation',
  level: 'advice',
  source: { text: 'CVE-2011-1473', url: 'https://nvd.nist.gov/vuln/detail/CVE-2011-1473', read: false },
  judge: ({ holes }) => {
    const hole = holes.find(({ name }) => /begun by the client/.test(name))
    if (!hole || hole.state === 'not tested') return { outcome: 'inapplicable', text: 'Not tried.' }
    const outcome = hole.state === 'present' ? 'failed' : hole.state === 'absent' ? 'passed' : 'cantTell'
    return { outcome, text: `${hole.name}: ${hole.because}.` }
  },
}

/** Every rule about TLS and certificates, in the order in which they are told. */
export const tlsRules: readonly TlsRule[] = [
  ...versionRules,
  ...suiteRules,
  ...protocolRules,
  ...certificateRules,
  holes,
  clientRenegotiation,
  mozillaIntermediate,
]
