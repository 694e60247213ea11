import { type CipherGCMTypes, createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto'
import { Malformed, u8, u16, vector8 } from './bytes.ts'

/** The suites of TLS 1.3 that this client can speak through: AES-GCM and ChaCha20-Poly1305. */
const ciphers: Readonly<Record<number, { readonly name: string; readonly key: number; readonly hash: string }>> = {
  4865: { name: 'aes-128-gcm', key: 16, hash: 'sha256' },
  4866: { name: 'aes-256-gcm', key: 32, hash: 'sha384' },
  4867: { name: 'chacha20-poly1305', key: 32, hash: 'sha256' },
}
export const speakable = (suite: number): boolean => suite in ciphers

/** One direction of protected records (RFC 8446, 5.2 and 5.3). */
export interface Protection {
  seal(type: number, body: Buffer): Buffer
  open(record: Buffer): { readonly type: number; readonly body: Buffer }
}

/** The secrets of one handshake (RFC 8446, 7.1). Messages go into the transcript in the order sent. */
export class Secrets13 {
  readonly #cipher: (typeof ciphers)[number]
  readonly #messages: Buffer[] = []
  #secret: Buffer

  constructor(suite: number) {
    const cipher = ciphers[suite]
    if (!cipher) throw new Malformed(`suite ${suite} was not offered`)
    this.#cipher = cipher
    this.#secret = this.#extract(this.#zeros(), this.#zeros())
  }

  add(message: Buffer): void {
    this.#messages.push(message)
  }

  /** Steps from the early to the handshake secret, and from there to the master secret. */
  step(input: Buffer = this.#zeros()): void {
    this.#secret = this.#extract(this.#label(this.#secret, 'derived', this.#hash([])), input)
  }

  /** A traffic secret over the transcript so far. */
  traffic = (label: string): Buffer => this.#label(this.#secret, label, this.#hash(this.#messages))

  /** The contents of a Finished over the transcript so far. */
  finished(traffic: Buffer): Buffer {
    const key = this.#label(traffic, 'finished', Buffer.alloc(0))
    return createHmac(this.#cipher.hash, key).update(this.#hash(this.#messages)).digest()
  }

  protection(traffic: Buffer): Protection {
    const { name, key: length } = this.#cipher
    const key = this.#label(traffic, 'key', Buffer.alloc(0), length)
    const iv = this.#label(traffic, 'iv', Buffer.alloc(0), 12)
    const algorithm = name as CipherGCMTypes
    let [sealed, opened] = [0, 0]
    const nonce = (sequence: number) => {
      const mixed = Buffer.from(iv)
      mixed.writeUInt32BE((mixed.readUInt32BE(8) ^ sequence) >>> 0, 8)
      return mixed
    }
    return {
      seal(type, body) {
        const head = Buffer.concat([u8(23), u16(0x0303), u16(body.length + 17)])
        const cipher = createCipheriv(algorithm, key, nonce(sealed++), { authTagLength: 16 }).setAAD(head)
        return Buffer.concat([
          head,
          cipher.update(Buffer.concat([body, u8(type)])),
          cipher.final(),
          cipher.getAuthTag(),
        ])
      },
      open(record) {
        const end = record.length - 16
        if (end < 6) throw new Malformed('a protected record that is too short')
        const cipher = createDecipheriv(algorithm, key, nonce(opened++), { authTagLength: 16 })
        cipher.setAAD(record.subarray(0, 5)).setAuthTag(record.subarray(end))
        let plain: Buffer
        try {
          plain = Buffer.concat([cipher.update(record.subarray(5, end)), cipher.final()])
        } catch {
          throw new Malformed('a protected record that does not open')
        }
        let last = plain.length - 1
        while (last >= 0 && plain[last] === 0) last -= 1
        if (last < 0) throw new Malformed('a protected record without a type')
        return { type: plain[last]!, body: plain.subarray(0, last) }
      },
    }
  }

  #zeros = (): Buffer => Buffer.alloc(createHash(this.#cipher.hash).digest().length)
  #hash = (messages: readonly Buffer[]): Buffer => {
    const hash = createHash(this.#cipher.hash)
    for (const message of messages) hash.update(message)
    return hash.digest()
  }
  #extract = (salt: Buffer, input: Buffer): Buffer => createHmac(this.#cipher.hash, salt).update(input).digest()

  /** HKDF-Expand-Label (RFC 8446, 7.1); no length wanted here is more than one block of the hash. */
  #label(secret: Buffer, label: string, context: Buffer, length = this.#zeros().length): Buffer {
    const info = Buffer.concat([u16(length), vector8(Buffer.from(`tls13 ${label}`)), vector8(context), u8(1)])
    return createHmac(this.#cipher.hash, secret).update(info).digest().subarray(0, length)
  }
}
