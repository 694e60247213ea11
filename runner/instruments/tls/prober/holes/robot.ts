import { constants, publicEncrypt, randomBytes, X509Certificate } from 'node:crypto'
import { readFlight } from '../ask.ts'
import { u8, u16, vector16 } from '../bytes.ts'
import { handshakeMessage, helloRecord, records } from '../client-hello.ts'
import { FlightReader } from '../flight.ts'
import { alertName } from '../registry.ts'
import { hasFailed, onWire, type Way } from '../wire.ts'
import { type Ground, type HoleSeen, notAgreed } from './known-holes.ts'

const PATIENCE_MS = 2000

/** Premaster secrets as they have to be, and broken in four ways, by the ROBOT paper (Böck, Somorovsky, Young, 2017). */
const shapes = ['right', 'wrong start', 'no end of padding', 'end of padding too early', 'wrong version'] as const
type Shape = (typeof shapes)[number]

/**
 * A server that tells well-formed from broken padding of an RSA key exchange can be made to decrypt (RFC 5246, 7.4.7.1). Five secrets,
 * each in a handshake that is never ended; only a difference in what is said or done counts, and only if it comes twice. Differences in
 * time alone are not looked for.
 */
export async function robot(way: Way, { best, versions, intrusive }: Ground): Promise<HoleSeen> {
  const suites = (versions.find(({ version }) => version === best?.seen.version)?.suites ?? []).filter(({ name }) =>
    /^TLS_RSA_WITH_(?!NULL_WITH)/.test(name),
  )
  if (!best || suites.length === 0) return { state: 'absent', because: 'no suite with RSA key exchange is taken' }
  if (!intrusive) return notAgreed
  const offer = { version: best.version, suites: suites.map(({ code }) => Number(code)) }
  const once = async () => Promise.all(shapes.map(shape => reaction(way, offer, shape)))
  const first = await once()
  if (first.some(answer => answer === undefined))
    return { state: 'unclear', because: 'a handshake was not taken again' }
  const differs = (answers: readonly (string | undefined)[]) => new Set(answers).size > 1
  if (!differs(first))
    return { state: 'absent', because: `five key exchanges, four of them broken, all met: ${first[0]}` }
  const second = await once()
  if (!first.every((answer, i) => answer === second[i]))
    return { state: 'unclear', because: 'broken key exchanges met different answers, and not the same ones twice' }
  const told = shapes.map((shape, i) => `${shape}: ${first[i]}`).join('; ')
  return { state: 'present', because: `broken key exchanges can be told from a right one: ${told}` }
}

async function reaction(
  way: Way,
  offer: { version: number; suites: readonly number[] },
  shape: Shape,
): Promise<string | undefined> {
  const answer = await onWire({ ...way, timeoutMs: Math.min(way.timeoutMs, PATIENCE_MS) }, async wire => {
    const { version } = offer
    wire.send(helloRecord({ ...offer, groups: [29, 23], servername: way.servername }))
    const { ended, certificates } = await readFlight(wire)
    const sealed = ended === 'whole' && certificates?.[0] && encrypted(certificates[0], version, shape)
    if (!sealed) return undefined
    const exchange = handshakeMessage(16, [vector16(sealed)])
    wire.send(
      Buffer.concat([
        records(22, version, exchange),
        records(20, version, u8(1)),
        // A Finished that nobody can open.
        records(22, version, Buffer.alloc(80, 0x5a)),
      ]),
    )
    const flight = await readFlight(wire, new FlightReader())
    if (flight.alert) return alertName(flight.alert.code)
    return flight.ended ?? (wire.over?.code === 'reset' ? 'closed' : (wire.over?.code ?? 'closed'))
  })
  return hasFailed(answer) ? undefined : answer
}

/** The 48 bytes of a premaster secret in PKCS #1 padding, spoilt as named, under the server's key. */
function encrypted(certificate: Buffer, version: number, shape: Shape): Buffer | undefined {
  try {
    const key = new X509Certificate(certificate).publicKey
    const size = Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8)
    if (size < 64) return undefined
    const padding = randomBytes(size - 51).map(byte => byte || 1)
    const said = shape === 'wrong version' ? 0x0202 : version
    const secret = Buffer.concat([u16(said), randomBytes(46).map(byte => byte || 1)])
    const start = Buffer.from([0, shape === 'wrong start' ? 0x17 : 2])
    const end = u8(shape === 'no end of padding' ? 0x11 : 0)
    if (shape === 'end of padding too early') padding[4] = 0
    const block = Buffer.concat([start, padding, end, secret])
    return publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, block)
  } catch {
    return undefined
  }
}
