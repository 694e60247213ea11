/** The two messages of RFC 3161: what an authority is asked, and what it answers. */

import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import { MessageImprint, TimeStampReq, TimeStampReqVersion, TimeStampResp } from '@peculiar/asn1-tsp'
import { AlgorithmIdentifier } from '@peculiar/asn1-x509'
import { toBase64url } from './base64url.ts'
import { SealError } from './errors.ts'
import { readTimeToken } from './time-token.ts'

/** A TimeStampReq (DER) for a sha256 (hex); `nonce` is hex, and the authority's certificate is asked for. */
export function timeRequest(sha256: string, nonce: string): Buffer {
  const request = new TimeStampReq({
    version: TimeStampReqVersion.v1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithm: '2.16.840.1.101.3.4.2.1', parameters: null }),
      hashedMessage: new OctetString(Buffer.from(sha256, 'hex')),
    }),
    nonce: new Uint8Array(Buffer.from(nonce, 'hex')).buffer,
    certReq: true,
  })
  return Buffer.from(AsnConvert.serialize(request))
}

function tokenOf(der: ArrayBuffer, refuse: (what: string) => never): Buffer {
  try {
    return readTimeToken(new Uint8Array(der)).der
  } catch (error) {
    return refuse(`gave a token that cannot be used: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** The line that carries the token of a TimeStampResp (DER). Throws SealError `time` for a refusal and for what is no answer. */
export function timeLine(answer: Uint8Array): { readonly text: string; readonly line: string } {
  const refuse = (what: string): never => {
    throw new SealError('time', {
      what: `The authority ${what}`,
      expected: 'a TimeStampResp that grants a token (RFC 3161, 2.4.2)',
      next: 'Try again, or ask another authority.',
    })
  }
  let response: TimeStampResp
  try {
    response = AsnConvert.parse(answer, TimeStampResp)
  } catch {
    return refuse('answered something that is no time-stamp')
  }
  const { status, statusString } = response.status
  const why = statusString?.map(String).join('; ')
  if (status > 1 || !response.timeStampToken) return refuse(`refused (status ${status}${why ? `: ${why}` : ''})`)
  const text = toBase64url(tokenOf(AsnConvert.serialize(response.timeStampToken), refuse))
  return { text, line: `<!--time:${text}-->\n` }
}
