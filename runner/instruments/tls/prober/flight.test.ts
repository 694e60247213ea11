import { expect, test } from 'vitest'
import { u8, u16, vector16 } from './bytes.ts'
import { helloRecord, records } from './client-hello.ts'
import { FlightReader } from './flight.ts'
import { newGroups, newSuites, oldGroups, oldSuites, schemes, suiteName } from './registry.ts'
import { asRecords, certificates, dheKeys, ecdheKeys, helloDone, seeded, serverHello } from './testing.ts'

const read = (bytes: Buffer, piece = bytes.length) => {
  const reader = new FlightReader()
  for (let at = 0; at < bytes.length; at += piece) reader.push(bytes.subarray(at, at + piece))
  return reader.flight
}
const whole = asRecords(
  serverHello({
    suite: 0xc02f,
    extensions: [
      [23, Buffer.alloc(0)],
      [16, vector16(Buffer.from('\x02h2'))],
    ],
  }),
  certificates(Buffer.from('leaf'), Buffer.from('middle')),
  ecdheKeys(29, 0x0804),
  helloDone,
)

test('A flight is read the same in one piece and byte by byte', () => {
  for (const piece of [whole.length, 7, 1]) {
    const flight = read(whole, piece)
    expect(flight.ended).toBe('whole')
    expect(flight.serverHello).toMatchObject({ version: 0x0303, suite: 0xc02f, compression: 0 })
    expect(flight.certificates?.map(String)).toEqual(['leaf', 'middle'])
    expect(flight.keyExchange).toEqual({ group: 29, scheme: 0x0804 })
  }
})

test('Handshake messages may be cut over records of one byte', () => {
  const messages = Buffer.concat([
    serverHello({ suite: 0x0033 }),
    certificates(Buffer.from('x')),
    dheKeys(64),
    helloDone,
  ])
  const single = Buffer.concat([...messages].map(byte => records(22, 0x0303, u8(byte))))
  expect(read(single)).toMatchObject({ ended: 'whole', keyExchange: { dhBits: 512, scheme: 0x0401 } })
})

test('An alert ends a flight, a warning about the name does not', () => {
  const warning = records(21, 0x0303, Buffer.from([1, 112]))
  expect(read(Buffer.concat([warning, whole]))).toMatchObject({ ended: 'whole', alert: { level: 1, code: 112 } })
  expect(read(records(21, 0x0303, Buffer.from([2, 70])))).toMatchObject({ ended: 'alert', alert: { code: 70 } })
})

test('What is no TLS, is against its form or has no end is told apart', () => {
  expect(read(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')).ended).toBe('not-tls')
  expect(read(asRecords(serverHello({ suite: 1 }), serverHello({ suite: 1 }))).ended).toBe('malformed')
  expect(read(Buffer.concat([Buffer.from([22, 3, 3, 0xff, 0xff]), Buffer.alloc(9)])).ended).toBe('malformed')
  const endless = Buffer.concat(
    Array.from({ length: 70 }, () => records(22, 0x0303, Buffer.from([22, 0, 0, 4, 1, 0, 0, 0]))),
  )
  expect(read(Buffer.concat([asRecords(serverHello({ suite: 0xc02f })), endless])).ended).toBe('too-much')
  const flood = Buffer.concat(
    Array.from({ length: 100 }, () => records(22, 0x0303, Buffer.concat([u8(11), Buffer.alloc(8000)]))),
  )
  expect(['malformed', 'too-much']).toContain(
    read(Buffer.concat([asRecords(serverHello({ suite: 0xc02f })), flood])).ended,
  )
})

test('Offers hold every registered suite, group and scheme once, and no signal among the suites', () => {
  const names = [...oldSuites(), ...newSuites()].map(suiteName)
  expect(new Set(names).size).toBe(names.length)
  expect(names.length).toBeGreaterThan(340)
  expect(names).toContain('TLS_RSA_EXPORT_WITH_RC4_40_MD5')
  expect(names.some(name => /SCSV/.test(name))).toBe(false)
  expect(newSuites().map(suiteName)).toEqual(expect.arrayContaining(['TLS_AES_128_GCM_SHA256', 'TLS_SM4_GCM_SM3']))
  expect(oldSuites().map(suiteName)).not.toContain('TLS_AES_128_GCM_SHA256')
  expect(oldGroups()).toEqual(expect.arrayContaining([21, 23, 29, 256]))
  expect(newGroups()).toEqual(expect.arrayContaining([23, 29, 256, 4588]))
  expect(newGroups()).not.toContain(21)
  expect(schemes()).toContain(0x0201)
  const hello = helloRecord({ version: 0x0303, suites: oldSuites(), groups: oldGroups(), servername: 'a.example' })
  expect(hello.readUInt16BE(3)).toBe(hello.length - 5)
  expect(hello.includes('a.example')).toBe(true)
  expect(helloRecord({ version: 0x0303, suites: [1], groups: [], servername: '192.0.2.1' }).includes('192.0.2.1')).toBe(
    false,
  )
})

test('Ten thousand hostile answers are read without a throw, in bounded time', () => {
  const seed = Number(process.env['MUSTDO_SEED'] ?? 20261122)
  console.log(`flight seed ${seed} (MUSTDO_SEED to repeat another)`)
  const random = seeded(seed)
  const below = (most: number) => Math.floor(random() * most)
  const ends = new Map<string, number>()
  const began = performance.now()
  for (let n = 0; n < 10_000; n += 1) {
    let bytes = Buffer.from(n % 3 === 0 ? Buffer.alloc(below(600)).map(() => below(256)) : whole)
    if (n % 3 === 1) for (let k = below(6); k >= 0; k -= 1) bytes[below(bytes.length)] = below(256)
    if (n % 3 === 2)
      bytes = Buffer.concat([
        bytes.subarray(0, below(bytes.length)),
        u16(below(65536)),
        bytes.subarray(below(bytes.length)),
      ])
    const ended = read(bytes, 1 + below(bytes.length + 1)).ended ?? 'open'
    ends.set(ended, (ends.get(ended) ?? 0) + 1)
  }
  expect([...ends.keys()].every(end => /^(open|whole|alert|encrypted|not-tls|malformed|too-much)$/.test(end))).toBe(
    true,
  )
  expect(ends.size).toBeGreaterThan(3)
  expect(performance.now() - began).toBeLessThan(20_000)
})
