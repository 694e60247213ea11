/** Certificates that mean harm: ten thousand broken chains, with a right one among them that is always read right. */
import { expect, test } from 'vitest'
import { CASES, ceilings, chance } from '../testing/hostile.ts'
import { certificateFacts } from './certificate.ts'
import { sentChain } from './prober/chain.ts'
import { makeCertificate } from './test-certificates.ts'
import { asksForStaple, crlAddresses, keyUsages, ocspAddresses, sctCount, x509Parts } from './x509.ts'

test('Ten thousand broken chains are read as far as they can be, and a right one among them whole', {
  timeout: 240_000,
}, async () => {
  const { upTo, one, bytes, once, mutated } = chance('x509')
  const root = await makeCertificate('root', { ca: true })
  const leaves = await Promise.all([
    makeCertificate('leaf', { issuer: root, names: ['localhost', '127.0.0.1'] }),
    makeCertificate('leaf', { issuer: root, kind: 'rsa', names: ['*.example'] }),
  ])
  const [rootDer, ...leafDers] = [root, ...leaves].map(({ x509 }) => Buffer.from(x509.rawData)) as [
    Buffer,
    Buffer,
    Buffer,
  ]
  const whole = JSON.stringify(sentChain([leafDers[0] as Buffer, rootDer]))
  /** One byte of a certificate changed or its lengths broken: most are still read by OpenSSL, and oddly. */
  const nearly = (der: Buffer) => {
    const made = Buffer.from(der)
    for (let left = 1 + upTo(3); left > 0; left--) made[upTo(made.length)] = upTo(256)
    return made
  }
  const nested = (levels: number) =>
    Array.from({ length: levels }).reduce<Buffer>(inner => {
      const length = Buffer.alloc(5)
      length[0] = 0x84
      length.writeUInt32BE(inner.length, 1)
      return Buffer.concat([Buffer.from([0x30]), length, inner])
    }, Buffer.alloc(2))
  const der = () =>
    one([
      () => nearly(one([...leafDers, rootDer])),
      () => nearly(one([...leafDers, rootDer])),
      () => mutated(one([...leafDers, rootDer])),
      () => bytes(200),
      () => (once(50) ? nested(2000) : nested(upTo(40))),
    ])()
  const watch = ceilings()
  let read = 0
  for (let n = 0; n < CASES; n++) {
    const one = der()
    const began = performance.now()
    const chain = sentChain([
      leafDers[0] as Buffer,
      ...(once(200) ? Array.from({ length: 100 }, () => rootDer) : []),
      one,
    ])
    const parts = x509Parts(one)
    if (parts) [asksForStaple, sctCount, crlAddresses, ocspAddresses, keyUsages].forEach(reader => void reader(parts))
    watch.passed(began)
    expect(chain.length).toBeGreaterThan(0)
    read += chain.length > 1 ? 1 : 0
    if (n % 250 === 0) expect(JSON.stringify(sentChain([leafDers[0] as Buffer, rootDer]))).toBe(whole)
  }
  expect(read).toBeGreaterThan(CASES / 20)
  expect(certificateFacts(rootDer).ca).toBe(true)
  const { mib, slowest } = watch.seen()
  expect(mib).toBeLessThan(300)
  expect(slowest).toBeLessThan(2000)
})
