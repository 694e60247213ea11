/**
 * The token of a time-stamp (RFC 3161, RFC 5652) in the one form that a report carries: the authority's own certificate and no
 * other, nothing unsigned, DER. So no byte of the line is free: what the signature does not cover follows from what it does.
 */
import { createHash, X509Certificate } from 'node:crypto'
import {
  type Attribute,
  CertificateSet,
  ContentInfo,
  DigestAlgorithmIdentifiers,
  id_signedData,
  SignedData,
  SignerInfo,
  SignerInfos,
} from '@peculiar/asn1-cms'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import { TSTInfo } from '@peculiar/asn1-tsp'

const TIME_STAMP_INFO = '1.2.840.113549.1.9.16.1.4'
const CERTIFICATE_OF_SIGNER = ['1.2.840.113549.1.9.16.2.47', '1.2.840.113549.1.9.16.2.12']

export interface TimeToken {
  readonly info: TSTInfo
  /** DER of the TSTInfo, which the signature covers by its digest. */
  readonly content: Buffer
  readonly signer: SignerInfo
  readonly certificate: Buffer
  /** The token in its one form. */
  readonly der: Buffer
}

/** Reads a token of any authority. Throws an Error that says what it lacks. */
export function readTimeToken(bytes: Uint8Array): TimeToken {
  const outer = AsnConvert.parse(bytes, ContentInfo)
  if (outer.contentType !== id_signedData) throw new Error('it is no signed message')
  const signed = AsnConvert.parse(outer.content, SignedData)
  const { eContentType, eContent } = signed.encapContentInfo
  const content = eContent?.single && bytesOf(eContent.single)
  if (eContentType !== TIME_STAMP_INFO || !content) throw new Error('it says no time')
  const [first, ...others] = signed.signerInfos
  if (!first || others.length > 0) throw new Error(`it has ${signed.signerInfos.length} signers`)
  const found = [...(signed.certificates ?? [])].find(
    ({ certificate }) => certificate && isNamed(Buffer.from(AsnConvert.serialize(certificate)), first),
  )
  if (!found?.certificate) throw new Error('it does not carry the certificate that its signature names')
  const certificate = Buffer.from(AsnConvert.serialize(found.certificate))
  if (!isHolder(first, certificate)) throw new Error('its signer is another than its certificate says')
  const { sid, digestAlgorithm, signedAttrs = [], signatureAlgorithm, signature } = first
  const signer = new SignerInfo({
    version: sid.issuerAndSerialNumber ? 1 : 3,
    sid,
    digestAlgorithm,
    signedAttrs,
    signatureAlgorithm,
    signature,
  })
  const one = new SignedData({
    version: 3,
    digestAlgorithms: new DigestAlgorithmIdentifiers([digestAlgorithm]),
    encapContentInfo: signed.encapContentInfo,
    certificates: new CertificateSet([found]),
    signerInfos: new SignerInfos([signer]),
  })
  const der = AsnConvert.serialize(new ContentInfo({ contentType: id_signedData, content: AsnConvert.serialize(one) }))
  return {
    info: AsnConvert.parse(content, TSTInfo),
    content,
    signer,
    certificate,
    der: Buffer.from(der),
  }
}

/** The signer's identifier is unsigned; it may say nothing that the certificate does not (RFC 5652, 5.3). */
function isHolder({ sid }: SignerInfo, certificate: Buffer): boolean {
  const { issuerAndSerialNumber: named, subjectKeyIdentifier: key } = sid
  if (!named) return key !== undefined && certificate.includes(bytesOf(key))
  const issuer = Buffer.from(AsnConvert.serialize(named.issuer))
  return certificate.includes(issuer) && certificate.includes(Buffer.from(named.serialNumber))
}

/** The signed attributes name the certificate by its digest (RFC 5816; ESSCertID of RFC 2634 in old tokens). */
function isNamed(der: Buffer, { signedAttrs = [] }: SignerInfo): boolean {
  const values = signedAttrs.filter(({ attrType }) => CERTIFICATE_OF_SIGNER.includes(attrType)).flatMap(valuesOf)
  return ['sha256', 'sha384', 'sha512', 'sha1'].some(hash => {
    const digest = createHash(hash).update(der).digest()
    return values.some(value => value.includes(Buffer.concat([Buffer.of(4, digest.length), digest])))
  })
}

export const valuesOf = ({ attrValues }: Attribute): readonly Buffer[] => attrValues.map(value => Buffer.from(value))
export const bytesOf = (value: OctetString): Buffer => Buffer.from(value.buffer)

/** The bytes that the signature is over: the attributes as a DER SET, in the order of their encodings (X.690, 11.6). */
export function signedBytes({ signedAttrs = [] }: SignerInfo): Buffer {
  const inner = Buffer.concat(signedAttrs.map(one => Buffer.from(AsnConvert.serialize(one))).sort(Buffer.compare))
  // An OCTET STRING has the same length as the SET: only the tag is another.
  const set = Buffer.from(AsnConvert.serialize(new OctetString(inner)))
  set[0] = 0x31
  return set
}

/** The certificate of a token as node reads it. */
export const certificateOf = ({ certificate }: TimeToken): X509Certificate => new X509Certificate(certificate)
