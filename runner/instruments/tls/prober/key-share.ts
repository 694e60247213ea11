import { createECDH, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto'

/** A key share of a group (RFC 8446, 4.2.8), and what it and the server's make together. */
export interface KeyShare {
  readonly group: number
  readonly key: Buffer
  secretWith(theirs: Buffer): Buffer
}

const curves: Readonly<Record<number, string>> = { 23: 'prime256v1', 24: 'secp384r1', 25: 'secp521r1' }
/** What stands before the key itself in a SubjectPublicKeyInfo (RFC 8410). */
const montgomery: Readonly<Record<number, { readonly type: 'x25519' | 'x448'; readonly prefix: string }>> = {
  29: { type: 'x25519', prefix: '302a300506032b656e032100' },
  30: { type: 'x448', prefix: '3042300506032b656f033900' },
}

/** Groups that Node can make a share of. */
export const sharable = (group: number): boolean => group in curves || group in montgomery

export function keyShare(group: number): KeyShare {
  const curve = curves[group]
  if (curve !== undefined) {
    const pair = createECDH(curve)
    return { group, key: pair.generateKeys(), secretWith: theirs => pair.computeSecret(theirs) }
  }
  const kind = montgomery[group]
  if (!kind) throw new TypeError(`No key share can be made of group ${group}`)
  const { privateKey, publicKey } = kind.type === 'x25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('x448')
  const prefix = Buffer.from(kind.prefix, 'hex')
  return {
    group,
    key: publicKey.export({ type: 'spki', format: 'der' }).subarray(prefix.length),
    secretWith: theirs =>
      diffieHellman({
        privateKey,
        publicKey: createPublicKey({ key: Buffer.concat([prefix, theirs]), format: 'der', type: 'spki' }),
      }),
  }
}
