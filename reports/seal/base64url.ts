import { SealError } from './errors.ts'

/** The one form of base64url (RFC 4648, 5; no padding, spare bits zero): other spellings of the same bytes are refused. */
export function fromBase64url(text: string, name: string, at?: number): Buffer {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length > 0 && bytes.toString('base64url') === text) return bytes
  throw new SealError('encoding', {
    what: `${name} is not canonical base64url`,
    ...(at === undefined ? {} : { at }),
    expected: 'the one unpadded spelling of its bytes (RFC 4648, section 5)',
    next: 'The seal was altered, or written by other software; ask the signer for the original file.',
  })
}

/** The same for a part that holds text: bytes that are not UTF-8 would be read as another text than was signed. */
export function textFromBase64url(text: string, name: string, at: number): string {
  const bytes = fromBase64url(text, name, at)
  const read = bytes.toString('utf8')
  if (Buffer.from(read, 'utf8').equals(bytes)) return read
  throw new SealError('encoding', {
    what: `${name} is not UTF-8 text`,
    at,
    expected: 'UTF-8',
    next: 'The seal was altered, or written by other software; ask the signer for the original file.',
  })
}

export const toBase64url = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64url')
