import * as dgram from 'node:dgram'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lookup } from './lookup.ts'

const A = 1
const MX = 15
const TXT = 16
const CAA = 257
const text = (value: string) => Buffer.from([value.length, ...Buffer.from(value)])
const records: Readonly<Record<string, readonly Buffer[]>> = {
  [`a.example ${A}`]: [Buffer.from([192, 0, 2, 2]), Buffer.from([192, 0, 2, 1])],
  [`a.example ${TXT}`]: [Buffer.concat([text('v=spf1 '), text('-all')])],
  [`a.example ${MX}`]: [Buffer.from([0, 10, 2, 0x6d, 0x78, 7, ...Buffer.from('example'), 0])],
  [`a.example ${CAA}`]: [Buffer.concat([Buffer.from([128]), text('issue'), Buffer.from('ca.example')])],
}

let socket: dgram.Socket
let server: string

/** A DNS server of one page: knows the records above, fails for `broken.example`, is silent for `silent.example`. */
beforeAll(async () => {
  socket = dgram.createSocket('udp4', (message, from) => {
    const end = message.indexOf(0, 12) + 5
    const question = message.subarray(12, end)
    const labels: string[] = []
    for (let at = 0; question[at]; at += question[at]! + 1)
      labels.push(question.toString('latin1', at + 1, at + 1 + question[at]!))
    const name = labels.join('.')
    if (name === 'silent.example') return
    const found = records[`${name} ${question.readUInt16BE(question.length - 4)}`] ?? []
    const code = name === 'broken.example' ? 2 : name === 'a.example' ? 0 : 3
    const answers = found.map(data => {
      const head = Buffer.from([0xc0, 12, 0, 0, 0, 1, 0, 0, 0, 60, 0, data.length])
      question.copy(head, 2, question.length - 4, question.length - 2)
      return Buffer.concat([head, data])
    })
    const header = Buffer.from([message[0]!, message[1]!, 0x81, 0x80 | code, 0, 1, 0, answers.length, 0, 0, 0, 0])
    socket.send(Buffer.concat([header, question, ...answers]), from.port, from.address)
  })
  await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve))
  server = `127.0.0.1:${socket.address().port}`
})
afterAll(() => {
  socket.close()
})

const answersOf = async (type: 'A' | 'TXT' | 'MX' | 'CAA') =>
  (await lookup({ name: 'a.example', type, server })).answers

test('Answers of every type are text, in code-point order', async () => {
  expect(await answersOf('A')).toEqual(['192.0.2.1', '192.0.2.2'])
  expect(await answersOf('TXT')).toEqual(['v=spf1 -all'])
  expect(await answersOf('MX')).toEqual(['10 mx.example'])
  expect(await answersOf('CAA')).toEqual(['128 issue "ca.example"'])
})

test('No name, no record, a failing and a silent server are told apart', async () => {
  const codeOf = async (name: string, type: 'A' | 'AAAA') =>
    (await lookup({ name, type, server, timeoutMs: 300 })).error?.code
  expect(await codeOf('b.example', 'A')).toBe('no-such-name')
  expect(await codeOf('a.example', 'AAAA')).toBe('no-such-record')
  expect(await codeOf('broken.example', 'A')).toBe('server-failed')
  expect(await codeOf('silent.example', 'A')).toBe('timeout')
})

test('A stop ends the question, and a bad server address is a fact', async () => {
  const stop = new AbortController()
  setTimeout(() => stop.abort(), 30)
  const stopped = await lookup({ name: 'silent.example', type: 'A', server, signal: stop.signal })
  expect(stopped.error?.code).toBe('stopped')
  expect((await lookup({ name: 'a.example', type: 'A', server: 'nonsense' })).error).toBeDefined()
})

test('The system finds this machine by name, as connections do', async () => {
  const seen = await lookup({ name: 'localhost', type: 'A' })
  expect(seen).toMatchObject({ kind: 'lookup', name: 'localhost', type: 'A', answers: ['127.0.0.1'] })
})
