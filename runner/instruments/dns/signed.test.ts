import { createSocket, type Socket } from 'node:dgram'
import { afterAll, expect, test } from 'vitest'
import { chance } from '../testing/hostile.ts'
import { signedZone } from './signed.ts'

const open: Socket[] = []
afterAll(() => {
  for (const socket of open) socket.close()
})

/** A resolver that answers each question with these flags and types of records. */
async function resolver(answers: (name: string) => Buffer | { flags: number; types: readonly number[] } | undefined) {
  const socket = createSocket('udp4', (message, from) => {
    const end = message.indexOf(0, 12) + 5
    const said = answers(message.toString('latin1', 12, end - 5))
    if (!said) return
    if (Buffer.isBuffer(said))
      return socket.send(Buffer.concat([message.subarray(0, 2), said]), from.port, from.address)
    const head = [message[0]!, message[1]!, said.flags >> 8, said.flags & 0xff, 0, 1, 0, said.types.length, 0, 0, 0, 0]
    const records = said.types.flatMap(type => [0xc0, 12, type >> 8, type & 0xff, 0, 1, 0, 0, 0, 60, 0, 2, 1, 2])
    return socket.send(
      Buffer.concat([Buffer.from(head), message.subarray(12, end), Buffer.from(records)]),
      from.port,
      from.address,
    )
  })
  open.push(socket)
  await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve))
  return `127.0.0.1:${socket.address().port}`
}
const SIGNED = [6, 46]
const saysOf = async (root: readonly number[], zone: { flags: number; types: readonly number[] } | undefined) =>
  (await signedZone('a.example', await resolver(name => (name === '' ? { flags: 0x8180, types: root } : zone)), 400))
    .says

test('A signed zone, an unsigned one, a resolver that drops signatures and a silent one are told apart', async () => {
  expect(await saysOf(SIGNED, { flags: 0x81a0, types: SIGNED })).toBe('signed and validated')
  expect(await saysOf(SIGNED, { flags: 0x8180, types: SIGNED })).toBe('signed')
  expect(await saysOf(SIGNED, { flags: 0x8180, types: [6] })).toBe('not signed')
  expect(await saysOf([6], { flags: 0x8180, types: [6] })).toBe('dropped')
  expect(await saysOf(SIGNED, undefined)).toBe('silent')
  // A failure, and an answer that was cut off, say nothing of the zone.
  expect(await saysOf(SIGNED, { flags: 0x8182, types: [] })).toBe('silent')
  expect(await saysOf(SIGNED, { flags: 0x8380, types: [6] })).toBe('silent')
})

test('Answers that are no DNS are never taken for a signed zone, and end in time', async () => {
  const { bytes } = chance('DNSSEC')
  const server = await resolver(name => (name === '' ? { flags: 0x8180, types: SIGNED } : bytes(80)))
  for (let n = 0; n < 200; n += 1) expect((await signedZone('a.example', server, 200)).says).not.toMatch(/validated/)
}, 60_000)
