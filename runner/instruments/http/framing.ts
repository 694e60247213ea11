/**
 * Lengths that RFC 9112 calls invalid, on a GET that has no body. Every reading of each is a body of zero bytes: who reads a number
 * reads nought, and who does not read the line at all finds a GET without a body. So whichever way two servers in a row read it, no
 * byte is left over for the next request, and none is waited for. What cannot promise that is not in this table and must not be:
 * both lengths at once, or an unknown coding, need a body, and a back end that skips the body of a GET would take its bytes for the
 * start of somebody else's request.
 */
import type { Framing } from '../../check/http.ts'

const lines: Readonly<Record<Framing, string>> = {
  // RFC 9112, 5.1: no space before the colon.
  'space-before-colon': 'Content-Length : 0',
  // RFC 9110, 8.6: digits and nothing else.
  'signed-length': 'Content-Length: +0',
  'hex-length': 'Content-Length: 0x0',
  // RFC 9112, 6.3: a list only of valid values, all the same.
  'list-of-lengths': 'Content-Length: 0, +0',
}

const END = '\r\n\r\n'

/** The head of a request with the line at its end; as it is where it has its end elsewhere. */
export function withFraming(head: string, framing: Framing): string {
  return head.endsWith(END) ? `${head.slice(0, -2)}${lines[framing]}${END}` : head
}
