/** Servers of TLS 1.3 that mean harm, over sockets: twenty thousand handshakes, and a right one among them that is always read right. */
import * as net from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeStaple, type Staple } from '../../../../fixtures/tls/ocsp.ts'
import { type Made, make } from '../../../../fixtures/tls/pki.ts'
import { testServers } from '../../http/test-servers.ts'
import { CASES, type Chance, ceilings, chance } from '../../testing/hostile.ts'
import { sentChain } from './chain.ts'
import { handshake13, isInside } from './handshake13.ts'
import { readStaple } from './staple.ts'
import { newFacts } from './survey-new.ts'
import { flight13, type Says13 } from './testing13.ts'
import type { Way } from './wire.ts'

const { listen, close } = testServers()
afterAll(close)

let leaf: Made
let issuer: Made
const staples = new Map<Staple, Buffer>()
beforeAll(async () => {
  issuer = await make({ name: 'Hostile root', ca: true })
  leaf = await make({ name: 'fixture', names: ['localhost'], issuer })
  for (const kind of ['by-issuer', 'by-responder', 'revoked', 'by-stranger', 'try-later'] as const)
    staples.set(kind, await makeStaple(kind, { leaf, issuer }))
})
const der = ({ certificate }: Made) => Buffer.from(certificate.rawData)

/** What the next connection is answered with. */
type Answers = (hello: Buffer) => Buffer

async function looks(answers: Answers) {
  let asked = false
  const server = net.createServer(socket => {
    socket.on('error', () => undefined)
    socket.once('data', hello => socket.end(answers(hello)))
    asked = true
  })
  const way: Way = {
    host: '127.0.0.1',
    port: await listen(server),
    servername: 'localhost',
    timeoutMs: 5000,
    turn: connection => connection(new AbortController().signal),
    count: { connections: 0 },
  }
  /** Whatever the survey makes of one handshake. */
  const look = async () => {
    const request = { suites: [4865], groups: [29, 23], schemes: [0x0403], alpn: ['h2'], share: 29 }
    const found = await handshake13(way, request)
    if (!isInside(found)) return { error: found.error }
    const { certificates, staple, alpn, toldGroups } = found
    const ground = { leaf: certificates[0], issuer: der(issuer), at: new Date().toISOString() }
    const chain = sentChain(certificates)
    return {
      facts: newFacts(found),
      alpn,
      toldGroups,
      chain: chain.map(({ sha256 }) => sha256),
      ...(staple && { staple: readStaple(staple, ground) }),
    }
  }
  return { look, wasAsked: () => asked }
}

const asItIs: Says13['spoil'] = (_, bytes) => bytes
const rightAnswer = (): Omit<Says13, 'spoil'> => ({
  chain: [der(leaf), der(issuer)],
  staple: staples.get('by-issuer')!,
  piece: () => 0x4000,
})

/** Handshakes of a kind, a right one after every 250, eight at a time. */
async function attack(layer: string, hostile: (chance: Chance, hello: Buffer) => Buffer) {
  const luck = chance(layer)
  let right = false
  const { look } = await looks(hello =>
    right ? flight13(hello, { ...rightAnswer(), spoil: asItIs }) : hostile(luck, hello),
  )
  const watch = ceilings()
  const seen = { inside: 0, failed: 0, stapled: 0 }
  for (let n = 0; n < CASES; n += 8) {
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        const began = performance.now()
        const found = await look()
        watch.passed(began)
        if ('error' in found) seen.failed += 1
        else seen.inside += 1
        if ('staple' in found && found.staple?.status !== 'unreadable') seen.stapled += 1
        // Nothing that was spoilt may be taken for the issuer's word, unless it says what the issuer said; a spoilt certificate is not the one
        // that it is about.
        if ('staple' in found && found.staple?.signed === 'issuer')
          expect(`${found.staple.about} ${found.staple.status}`).toMatch(/^(this|untold|another) (good|revoked)$/)
      }),
    )
    if (n % 248 === 0) {
      right = true
      expect(await look()).toMatchObject({
        facts: { tickets: true, earlyData: 16_384, scheme: 'ecdsa_secp256r1_sha256' },
        alpn: 'h2',
        toldGroups: [29, 23],
        chain: [expect.any(String), expect.any(String)],
        staple: { status: 'good', about: 'this', signed: 'issuer' },
      })
      right = false
    }
  }
  const { mib, slowest } = watch.seen()
  expect(mib).toBeLessThan(300)
  expect(slowest).toBeLessThan(4000)
  return seen
}

test('Ten thousand hostile handshakes of TLS 1.3 end in facts or in a failure, in bounded time', {
  timeout: 240_000,
}, async () => {
  const seen = await attack('handshake of TLS 1.3', (luck, hello) => {
    const { one, upTo, bytes, mutated, once } = luck
    if (once(12)) return bytes(300)
    if (once(12)) return Buffer.concat([Buffer.from([22, 3, 3]), bytes(2000)])
    // Records without contents, or of a change of cipher, as many as are let through.
    if (once(400)) return Buffer.concat(Array.from({ length: 90_000 }, () => Buffer.from([20, 3, 3, 0, 0])))
    const where = one(['hello', 'messages', 'messages', 'messages', 'records', 'tickets'] as const)
    return flight13(hello, {
      ...rightAnswer(),
      chain: once(50) ? Array.from({ length: 150 }, () => der(leaf)) : [der(leaf), der(issuer)],
      piece: once(20) ? () => 1 + upTo(4) : () => 1 + upTo(0x4000),
      spoil: (part, whole) => (part === where ? mutated(whole) : whole),
    })
  })
  expect(seen.inside).toBeGreaterThan(CASES / 20)
  expect(seen.failed).toBeGreaterThan(CASES / 20)
})

test('Ten thousand hostile staples in right handshakes are read as far as they can be, and none is taken for good', {
  timeout: 240_000,
}, async () => {
  const seen = await attack('staple', ({ one, upTo, bytes, mutated, once }, hello) => {
    const kind = staples.get(one([...staples.keys()]))!
    const nearly = Buffer.from(kind)
    nearly[upTo(nearly.length)] = upTo(256)
    return flight13(hello, {
      ...rightAnswer(),
      staple: once(20) ? bytes(300) : once(3) ? mutated(kind) : nearly,
      spoil: asItIs,
    })
  })
  expect(seen.inside).toBe(CASES)
  expect(seen.stapled).toBeGreaterThan(CASES / 20)
})
