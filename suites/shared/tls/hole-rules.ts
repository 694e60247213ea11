import type { Hole } from '../../../runner/check.ts'
import type { Found, TlsRule } from './rule.ts'

const outcomes = { present: 'failed', absent: 'passed', unclear: 'cantTell', 'not tested': 'cantTell' } as const
const isOfClient = ({ name }: Hole): boolean => /begun by the client/.test(name)

/** A hole that was left alone because nobody agreed to malformed messages; others that were not tested could not be. */
export const leftAlone = ({ state, because }: Hole): boolean => state === 'not tested' && /not agreed/.test(because)

/** The way in is TLS compression, which is a should not: the rule on compression says so. */
const isCrime = ({ name }: Hole): boolean => name.startsWith('CRIME')

/** Known holes of which each breaks a must, each as far as it was looked for. */
export const knownHoles: TlsRule = {
  id: 'tls/known-holes',
  requirement: 'SEC-TLS-023',
  level: 'must',
  source: {
    text: 'RFC 5246, 7.1 and 7.4.7.1; RFC 6520, 4; RFC 5077, 3.4; RFC 9325, 3.5',
    url: 'https://www.rfc-editor.org/rfc/rfc5246',
    read: true,
  },
  judge: ({ holes }) =>
    holes
      .filter(hole => !isOfClient(hole) && !isCrime(hole))
      .map((hole): Found => {
        const text = `${hole.name}: ${hole.because}.`
        if (leftAlone(hole)) return { outcome: 'inapplicable', text: `Not tested: ${text}` }
        return { outcome: outcomes[hole.state], text }
      }),
}

/** A client that may renegotiate makes the server work harder than itself; servers that limit it are safe from that. */
export const clientRenegotiation: TlsRule = {
  id: 'tls/client-renegotiation',
  level: 'advice',
  source: { text: 'CVE-2011-1473', url: 'https://nvd.nist.gov/vuln/detail/CVE-2011-1473', read: false },
  judge: ({ holes }) => {
    const hole = holes.find(isOfClient)
    if (!hole || hole.state === 'not tested') return { outcome: 'inapplicable', text: 'Not tried.' }
    return { outcome: outcomes[hole.state], text: `${hole.name}: ${hole.because}.` }
  },
}
