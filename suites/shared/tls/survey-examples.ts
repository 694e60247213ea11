/** Short ways to write down what a survey of TLS saw, for the examples of checks. */
import type { Hole, SentCertificate, StapleSeen, TlsSurvey, VersionSeen } from '../../../runner/check.ts'
import { certificate } from '../examples.ts'

const refused = (version: string): VersionSeen => ({
  version,
  state: 'refused',
  answer: 'protocol_version',
  suites: [],
})

export const taken = (version: string, ...suites: readonly string[]): VersionSeen => ({
  version,
  state: 'accepted',
  suites: suites.map(name => ({ name, code: '0x0000' })),
})

export const sent = (facts: Partial<SentCertificate> = {}): SentCertificate => ({
  ...certificate({ key: { type: 'ec', bits: 256, curve: 'prime256v1', spki: 'c3BraQ==' } }),
  extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
  mustStaple: false,
  scts: 0,
  ocsp: [],
  crl: ['http://ca.example/root.crl'],
  selfSigned: false,
  ...facts,
})

/** The survey of a good server of TLS 1.2 and 1.3; `versions` stand in for those of the same name. */
export function surveyed(facts: Partial<TlsSurvey> = {}, ...versions: readonly VersionSeen[]): TlsSurvey {
  const good = [
    ...['SSLv2', 'SSLv3', 'TLSv1', 'TLSv1.1'].map(refused),
    {
      ...taken('TLSv1.2', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'),
      groups: ['x25519', 'secp256r1'],
      schemes: ['ecdsa_secp256r1_sha256'],
    },
    { ...taken('TLSv1.3', 'TLS_AES_128_GCM_SHA256'), groups: ['x25519', 'secp256r1'] },
  ]
  return {
    kind: 'tls-survey',
    id: 'o1',
    key: '',
    at: '2026-11-22T12:00:00.000Z',
    ms: 120,
    host: 'product.example',
    port: 443,
    servername: 'product.example',
    address: '192.0.2.1',
    connections: 28,
    versions: good.map(one => versions.find(({ version }) => version === one.version) ?? one),
    preferred: 'TLSv1.3',
    old: {
      version: 'TLSv1.2',
      compression: 'none',
      secureRenegotiation: true,
      extendedMasterSecret: true,
      encryptThenMac: false,
      tickets: true,
      heartbeat: false,
    },
    new: { tickets: true, earlyData: 0 },
    clientCertificate: 'not asked',
    chain: [sent()],
    trust: { trusted: true, nameMatches: true, publicRoot: false, by: 'openssl' },
    holes: [],
    ...facts,
  }
}

export const refusedVersion = refused

/** A staple that may be accepted, with single facts overridden. */
export const stapled = (facts: Partial<StapleSeen> = {}): StapleSeen => ({
  status: 'good',
  about: 'this',
  signed: 'issuer',
  thisUpdate: '2026-11-22T00:00:00.000Z',
  nextUpdate: '2026-11-29T00:00:00.000Z',
  ...facts,
})

/** A known hole, and what became of the look for it. */
export const hole = (name: string, state: Hole['state']): Hole => ({
  name,
  state,
  because: state === 'not tested' ? 'it takes a malformed message, which was not agreed to' : 'that was seen',
})

/** Nobody answers. */
export const unreached = (code = 'refused'): TlsSurvey => ({
  ...surveyed(),
  address: '',
  connections: 6,
  versions: ['SSLv2', 'SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'].map(version => ({
    version,
    state: 'unclear',
    answer: code,
    suites: [],
  })),
  chain: [],
  error: { code, phase: 'connect', message: 'connection refused' },
})
