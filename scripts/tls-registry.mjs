// Writes the names of TLS cipher suites, groups, signature schemes and alerts that the prober offers and reports. Run it only to
// change them: the file is committed. Needs Go, whose client fetches the module.
//   node scripts/tls-registry.mjs
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const target = join(root, 'runner', 'instruments', 'tls', 'prober', 'registry.json')
/** Tables made by machine from IANA's CSV files, each headed by the address of its source. */
const MODULE = 'github.com/refraction-networking/utls@v1.8.0'
const SUM = 'h1:L38krhiTAyj9EeiQQa2sg+hYb4qwLCqdMcpZrRfbONE='

/** Values that IANA has added to Supported Groups since (draft-ietf-tls-ecdhe-mlkem, draft-ietf-tls-mlkem). */
const LATER_GROUPS = {
  512: 'MLKEM512',
  513: 'MLKEM768',
  514: 'MLKEM1024',
  4587: 'SecP256r1MLKEM768',
  4588: 'X25519MLKEM768',
  4589: 'SecP384r1MLKEM1024',
}
/** Suites of TLS_RSA_EXPORT1024, of draft-ietf-tls-56-bit-ciphersuites: deployed for years, never registered. */
const DRAFT_SUITES = {
  96: 'TLS_RSA_EXPORT1024_WITH_RC4_56_MD5',
  97: 'TLS_RSA_EXPORT1024_WITH_RC2_CBC_56_MD5',
  98: 'TLS_RSA_EXPORT1024_WITH_DES_CBC_SHA',
  99: 'TLS_DHE_DSS_EXPORT1024_WITH_DES_CBC_SHA',
  100: 'TLS_RSA_EXPORT1024_WITH_RC4_56_SHA',
  101: 'TLS_DHE_DSS_EXPORT1024_WITH_RC4_56_SHA',
  102: 'TLS_DHE_DSS_WITH_RC4_128_SHA',
}
/** Cipher kinds of SSL 2.0, from its specification of 1995 (Hickman), which no registry holds. */
const SSL2_SUITES = {
  65664: 'SSL_CK_RC4_128_WITH_MD5',
  131200: 'SSL_CK_RC4_128_EXPORT40_WITH_MD5',
  196736: 'SSL_CK_RC2_128_CBC_WITH_MD5',
  262272: 'SSL_CK_RC2_128_CBC_EXPORT40_WITH_MD5',
  327808: 'SSL_CK_IDEA_128_CBC_WITH_MD5',
  393280: 'SSL_CK_DES_64_CBC_WITH_MD5',
  458944: 'SSL_CK_DES_192_EDE3_CBC_WITH_MD5',
}
/** RFC 5246, 7.4.1.4.1: pairs of hash and signature that the registry of schemes leaves to the older one. */
const OLD_SCHEMES = {
  257: 'rsa_pkcs1_md5',
  514: 'dsa_sha1',
  769: 'rsa_pkcs1_sha224',
  770: 'dsa_sha224',
  771: 'ecdsa_sha224',
  1026: 'dsa_sha256',
}

const folder = mkdtempSync(join(tmpdir(), 'mustdo-tls-registry-'))
try {
  const told = execFileSync('go', ['mod', 'download', '-json', MODULE], { cwd: folder, encoding: 'utf8' })
  const { Dir, Sum } = JSON.parse(told)
  if (SUM && Sum !== SUM) throw new Error(`${MODULE} has the sum ${Sum}; expected ${SUM}. Look at what changed first.`)
  const table = (file, name) => {
    const text = readFileSync(join(Dir, 'dicttls', file), 'utf8')
    const body = text.slice(text.indexOf(`var ${name} = `))
    const rows = [...body.slice(0, body.indexOf('\n}')).matchAll(/^\s+(0x[0-9a-fA-F]+|\d+):\s+"([^"]+)"/gm)]
    const source = /source: (\S+)/.exec(text)[1]
    const updated = /last updated: (.+)/.exec(text)[1]
    return { source: `${source}, ${updated}`, values: Object.fromEntries(rows.map(row => [Number(row[1]), row[2]])) }
  }
  const suites = table('cipher_suites.go', 'DictCipherSuiteValueIndexed')
  const groups = table('supported_groups.go', 'DictSupportedGroupsValueIndexed')
  const schemes = table('signaturescheme.go', 'DictSignatureSchemeValueIndexed')
  const alerts = table('alerts.go', 'DictAlertValueIndexed')
  const named = { ...suites.values, ...DRAFT_SUITES }
  const signals = new Set([0x0000, 0x00ff, 0x5600])
  // Suites of TLS 1.3 name no key exchange (RFC 8446, 8998, 9150), but for two of GOST (RFC 9367).
  const only13 = code => !/_WITH_/.test(named[code]) || /_MGM_[LS]$/.test(named[code])
  // Not in order of worth: a server that chooses for itself shows by leaving the order. AES-256-GCM stands in front, ChaCha20, which
  // some servers prefer for clients that put it first, at the end.
  const place = code => (/AES_256_GCM/.test(named[code]) ? 0 : /CHACHA20/.test(named[code]) ? 2 : 1)
  const codes = Object.keys(named)
    .map(Number)
    .filter(code => !signals.has(code))
  const registry = {
    version: 1,
    provenance: [
      `Made by scripts/tls-registry.mjs from IANA's TLS registries as the tables of ${MODULE} (${Sum}) carry them:`,
      ...[suites, groups, schemes, alerts].map(({ source }) => source),
      'Added: ML-KEM groups as registered since; suites of draft-ietf-tls-56-bit-ciphersuites; SSL 2.0; pairs of RFC 5246.',
    ],
    suites: named,
    offers: {
      old: codes.filter(code => !only13(code)).sort((a, b) => place(a) - place(b) || a - b),
      new: codes.filter(only13).sort((a, b) => (place(a) === 1 ? 1 : 0) - (place(b) === 1 ? 1 : 0) || a - b),
    },
    ssl2: SSL2_SUITES,
    groups: { ...groups.values, ...LATER_GROUPS },
    schemes: { ...schemes.values, ...OLD_SCHEMES },
    alerts: alerts.values,
  }
  writeFileSync(target, `${JSON.stringify(registry, null, 2)}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
