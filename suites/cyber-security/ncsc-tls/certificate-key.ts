import { type Certificate, cantTell, check, type Decision, failed, passed } from '../../../runner/check.ts'
import { certificate, handshake, refusedHandshake } from '../../shared/examples.ts'

/** Strength of a key as the guidance counts it: RSA by its modulus, curves by their field; Edwards curves are strong. */
function isStrong({ type, bits }: Certificate['key']): boolean {
  if (/^rsa/i.test(type)) return bits >= 2048
  if (/^ec/i.test(type)) return bits >= 256
  return /^ed(25519|448)$/i.test(type)
}

/** MD2, MD5 and SHA-1 are broken for signatures; a signature without a digest of its own (Ed25519) is strong. */
const isWeakSignature = (signature: string) => /MD[245]|SHA-?1(?!\d)/i.test(signature)

/** The leaf's key and signature are RSA 2048 or P-256 with SHA-256, or stronger (NCSC, Requesting a certificate). */
export default check({
  id: 'tls/certificate-key',
  version: 1,
  title: 'The certificate has a strong key and signature',
  verifies: { 'SEC-TLS-005': 'all' },
  subjects: ({ origins }) => origins.filter(({ url }) => url.startsWith('https:')),
  effect: 'read',
  fix: 'Issue the certificate again for a P-256 or RSA 2048 key, signed with SHA-256.',

  probe: async ({ tls, subject }) => ({
    seen: await tls.handshake(subject.url, { versions: ['TLSv1.2', 'TLSv1.3'] }),
  }),

  judge: ({ seen }, { url }) => {
    const leaf = seen.result?.chain[0]
    if (!leaf) return cantTell('no-handshake', { at: url, actual: seen.error?.code ?? 'no certificate' })
    const { key, signature } = leaf
    if (key.bits === 0 || signature === 'unknown') return cantTell('unreadable', { at: url, actual: key.type })
    const wrong: Decision[] = []
    const kind = `${key.type} ${key.curve ?? key.bits}`
    if (!isStrong(key)) wrong.push(failed('weak-key', { at: url, expected: 'RSA 2048 or P-256', actual: kind }))
    if (isWeakSignature(signature))
      wrong.push(failed('weak-signature', { at: url, expected: 'SHA-256', actual: signature }))
    return wrong.length > 0 ? wrong : passed({ at: url })
  },

  messages: {
    'weak-key': 'The certificate of {at} has a key that is too weak: {actual}.',
    'weak-signature': 'The certificate of {at} is signed with {actual}.',
    unreadable: 'The certificate of {at} has a key or signature this tool cannot read ({actual}).',
    'no-handshake': 'No certificate of {at} could be seen ({actual}).',
  },

  examples: [
    keyed('P-256', {}, 'passed', 'passed'),
    keyed('Ed25519', { key: { type: 'ed25519', bits: 256, spki: '' }, signature: 'Ed25519' }, 'passed', 'passed'),
    keyed('RSA 1024', { key: { type: 'rsa', bits: 1024, spki: '' } }, 'failed', 'weak-key'),
    keyed('SHA-1', { signature: 'RSASSA-PKCS1-v1_5 with SHA-1' }, 'failed', 'weak-signature'),
    keyed('a curve unknown here', { key: { type: 'unknown', bits: 0, spki: '' } }, 'cantTell', 'unreadable'),
    {
      name: 'nothing answers',
      from: 'a closed port, 2026-11-22',
      outcome: 'cantTell',
      keys: ['no-handshake'],
      seen: { seen: refusedHandshake(['TLSv1.2', 'TLSv1.3'], 'refused') },
    },
  ],
})

function keyed(
  name: string,
  facts: Parameters<typeof certificate>[0],
  outcome: 'passed' | 'failed' | 'cantTell',
  key: string,
) {
  const seen = { seen: handshake(['TLSv1.2', 'TLSv1.3'], { chain: [certificate(facts)] }) }
  return { name, from: 'reference supplier, 2026-11-22', outcome, keys: [key], seen }
}
