import type { TlsSurvey } from '../../../runner/check.ts'
import { daysBetween } from './certificate-rules.ts'
import { no, ok, type TlsRule, untold } from './rule.ts'

/** Mozilla's profile `intermediate` of Server Side TLS, version 6.0, read from its generator's repository. */
const profile = {
  versions: ['TLSv1.2', 'TLSv1.3'],
  suites: [
    'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
    'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
    'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
    'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
    'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
  ],
  groups: ['X25519MLKEM768', 'x25519', 'secp256r1', 'secp384r1'],
  rsaBits: 2048,
  curves: ['prime256v1', 'secp384r1'],
  days: 366,
}

/** Where the server leaves the profile; empty where it keeps to it. */
export function outsideMozilla({ versions, chain }: TlsSurvey): string[] {
  const taken = versions.filter(({ state }) => state === 'accepted')
  const [leaf] = chain
  const beyond = (kind: string, names: readonly string[], allowed: readonly string[]) => {
    const more = [...new Set(names)].filter(name => !allowed.includes(name))
    return more.length > 0 ? [`${kind} ${more.join(', ')}`] : []
  }
  return [
    ...beyond(
      'versions',
      taken.map(({ version }) => version),
      profile.versions,
    ),
    ...beyond(
      'suites',
      taken.flatMap(({ suites }) => suites.map(({ name }) => name)),
      profile.suites,
    ),
    ...beyond(
      'groups',
      taken.flatMap(({ groups = [] }) => groups),
      profile.groups,
    ),
    ...(leaf && leaf.key.type === 'rsa' && leaf.key.bits < profile.rsaBits
      ? [`an RSA key of ${leaf.key.bits} bits`]
      : []),
    ...(leaf?.key.curve !== undefined && !profile.curves.includes(leaf.key.curve)
      ? [`a key on ${leaf.key.curve}`]
      : []),
    ...(leaf && daysBetween(leaf.notBefore, leaf.notAfter) > profile.days + 1
      ? [`a certificate of more than ${profile.days} days`]
      : []),
  ]
}

/** A second opinion: it never counts against a server. */
export const mozillaIntermediate: TlsRule = {
  id: 'tls/mozilla-intermediate',
  level: 'advice',
  source: {
    text: 'Mozilla, Server Side TLS 6.0, intermediate',
    url: 'https://ssl-config.mozilla.org/guidelines/6.0.json',
    read: true,
  },
  judge: survey => {
    if (!survey.versions.some(({ state }) => state === 'accepted')) return untold('No version is taken.')
    const more = outsideMozilla(survey)
    return more.length > 0
      ? no("Mozilla's intermediate profile would not allow all of it.", more.join('; '))
      : ok("All of it is within Mozilla's intermediate profile.")
  },
}
