import { certificateRules } from './certificate-rules.ts'
import { clientRenegotiation, knownHoles } from './hole-rules.ts'
import { mozillaIntermediate } from './mozilla.ts'
import { protocolRules } from './protocol-rules.ts'
import type { TlsRule } from './rule.ts'
import { suiteRules } from './suite-rules.ts'
import { versionRules } from './version-rules.ts'

/** Every rule about TLS and certificates, in the order in which they are told. */
export const tlsRules: readonly TlsRule[] = [
  ...versionRules,
  ...suiteRules,
  ...protocolRules,
  ...certificateRules,
  knownHoles,
  clientRenegotiation,
  mozillaIntermediate,
]
