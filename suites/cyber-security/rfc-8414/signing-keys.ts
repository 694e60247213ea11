import { advice, check, failed, notApplicable, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { jsonObjectIn } from '../../shared/json-answer.ts'
import { ISSUER, json, SUPPLIER } from '../../shared/oauth-examples.ts'

type Key = { readonly [member: string]: unknown }
const good = { kty: 'EC', crv: 'P-256', kid: 'server-2026', x: 'eA', y: 'eQ' }
const rsa = (bytes: number) => ({ kty: 'RSA', kid: 'r', e: 'AQAB', n: Buffer.alloc(bytes, 0xff).toString('base64url') })
const keySet = (...keys: object[]) => answer(200, json, { keys }, { url: `${ISSUER}/oauth/jwks` })
const privateParts = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth']

/** Bits of an RSA modulus; a leading zero byte does not count. */
const modulusBits = (n: unknown): number => {
  const bytes = Buffer.from(String(n ?? ''), 'base64url')
  const first = bytes.findIndex(byte => byte !== 0)
  return first < 0 ? 0 : (bytes.length - first - 1) * 8 + (32 - Math.clz32(bytes[first] ?? 0))
}

/**
 * The signing keys are published over https, without private parts, RSA keys of 2048 bits or more (RFC 8414, 2; RFC 7517, 9.2;
 * RFC 7518, 3.3). A kid is needed where there is more than one key, and good manners before.
 */
export default check({
  id: 'oauth/signing-keys',
  version: 1,
  title: 'Published signing keys are strong, and public parts only',
  verifies: { 'SEC-OAU-012': 'all' },
  subjects: ({ issuers }) => issuers,
  effect: 'read',
  fix: 'Publish only public parts at jwks_uri over https, RSA of 2048 bits or more, each key with a kid. Replace a key whose private part was out.',
  probe: async ({ http, subject }) =>
    subject.jwksUri
      ? { keys: await http.get(subject.jwksUri, { headers: { accept: 'application/json' } }) }
      : notApplicable('The metadata of the authorization server name no jwks_uri.'),
  judge: ({ keys: seen }) => {
    const at = seen.request.url
    if (!at.startsWith('https:')) return failed('plain-http', { at, expected: 'https', actual: at })
    const { keys } = jsonObjectIn(seen) ?? {}
    if (seen.response.status !== 200 || !Array.isArray(keys) || keys.length === 0)
      return failed('no-keys', { at, expected: 'a JSON Web Key Set with keys', actual: String(seen.response.status) })
    const all = keys as readonly Key[]
    const named = (key: Key, place: number) => String(key['kid'] ?? `keys[${place}]`)
    const faults = all.flatMap((key, place) => {
      const parts = privateParts.filter(part => key[part] !== undefined)
      const bits = key['kty'] === 'RSA' ? modulusBits(key['n']) : undefined
      return [
        ...(parts.length > 0
          ? [
              failed('private-part', {
                at,
                key: named(key, place),
                expected: 'public parts only',
                actual: parts.join(', '),
              }),
            ]
          : []),
        ...(bits !== undefined && bits < 2048
          ? [failed('weak-key', { at, key: named(key, place), expected: '2048 bits or more', actual: `${bits} bits` })]
          : []),
      ]
    })
    const nameless = all.filter(key => typeof key['kid'] !== 'string').length
    const about = { at, expected: 'a kid on each key', actual: `${nameless} of ${all.length} without` }
    const unnamed = nameless === 0 ? [] : [all.length > 1 ? failed('no-kid', about) : advice('no-kid', about)]
    return [...faults, ...unnamed, ...(faults.length === 0 && unnamed.every(one => one.advice) ? [passed()] : [])]
  },
  messages: {
    'plain-http': 'The signing keys are published at {at}, which is not https.',
    'no-keys': '{at} answered {actual} without a set of keys.',
    'private-part': 'The key {key} at {at} gives away its private part: {actual}.',
    'weak-key': 'The RSA key {key} at {at} has {actual}.',
    'no-kid': 'Keys at {at} have no kid: {actual}.',
  },
  examples: [
    { name: 'elliptic curve', from: SUPPLIER, outcome: 'passed', seen: { keys: keySet(good, rsa(256)) } },
    {
      name: 'a single key without kid',
      from: SUPPLIER,
      outcome: 'passed',
      keys: ['no-kid', 'passed'],
      seen: { keys: keySet({ ...good, kid: undefined }) },
    },
    {
      name: 'two keys without kid',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['no-kid'],
      seen: { keys: keySet({ ...good, kid: undefined }, good) },
    },
    {
      name: 'private part',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['private-part'],
      seen: { keys: keySet({ ...good, d: 'AA' }) },
    },
    { name: '1024 bits', from: SUPPLIER, outcome: 'failed', keys: ['weak-key'], seen: { keys: keySet(rsa(128)) } },
    { name: 'missing', from: SUPPLIER, outcome: 'failed', keys: ['no-keys'], seen: { keys: answer(404) } },
    {
      name: 'in the clear',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['plain-http'],
      seen: { keys: answer(200, json, { keys: [good] }, { url: 'http://product.example/jwks' }) },
    },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { keys: gatewayPage() } },
    { name: 'opaque tokens', from: SUPPLIER, outcome: 'inapplicable', seen: notApplicable('no jwks_uri') },
  ],
})
