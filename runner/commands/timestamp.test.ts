/** A time-stamp by a real authority: openssl's, behind HTTP on loopback. */
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { samplePage, sampleSummary } from '../../fixtures/seals/sample.ts'
import { newSigner } from '../../fixtures/seals/signers.ts'
import { seal } from '../../reports/seal/seal.ts'
import { type Verification, verifySeals } from '../../reports/seal/verify.ts'
import { isBuilt, mustdo, temporaryFolder } from './testing.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0 && spawnSync('bash', ['--version']).status === 0
const why = hasOpenssl ? '' : ' (skipped: bash or openssl is not installed)'
const stamped = test.skipIf(!isBuilt || !hasOpenssl)
const folder = temporaryFolder()
let server: Server
let authority: string
/** What the authority answers instead, where a test says so. */
let instead: { readonly status: number; readonly body: Buffer | string } | undefined

const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' })
const ask = (...words: string[]) => mustdo(folder, words)
const stamp = (...words: string[]) =>
  ask('timestamp', 'report.html', '--authority', authority, '-o', 'stamped.html', ...words)
const verify = async (...words: string[]) => {
  const { code, stdout } = await ask('verify', ...words, '--json')
  return { code, said: JSON.parse(stdout) as Verification }
}
const fresh = ({ rungs }: Verification) => rungs.find(({ rung }) => rung === 'fresh')

function makeAuthority(): void {
  const root = ['-x509', '-nodes', '-newkey', 'rsa:2048', '-days', '9']
  openssl('req', ...root, '-keyout', 'ca.key', '-out', 'issuer.pem', '-subj', '/CN=Time Root')
  openssl('req', ...root, '-keyout', 'x.key', '-out', 'stranger.pem', '-subj', '/CN=Somebody Else')
  openssl(
    'req',
    '-nodes',
    '-newkey',
    'rsa:2048',
    '-keyout',
    'tsa.key',
    '-out',
    'tsa.csr',
    '-subj',
    '/CN=Test Authority',
  )
  writeFileSync(join(folder, 'ext'), 'extendedKeyUsage=critical,timeStamping\n')
  const by = ['-CA', 'issuer.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '9', '-extfile', 'ext']
  openssl('x509', '-req', '-in', 'tsa.csr', '-out', 'tsa.pem', ...by)
  const config = ['[a]', 'serial = serial', 'signer_digest = sha256', 'default_policy = 1.2.3.4', 'digests = sha256']
  writeFileSync(join(folder, 'tsa.cnf'), `${config.join('\n')}\ness_cert_id_alg = sha256\n`)
  writeFileSync(join(folder, 'serial'), '01\n')
}

beforeAll(async () => {
  if (!isBuilt || !hasOpenssl) return
  makeAuthority()
  server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    writeFileSync(join(folder, 'query'), Buffer.concat(parts))
    const signer = ['-signer', 'tsa.pem', '-inkey', 'tsa.key', '-chain', 'issuer.pem']
    openssl('ts', '-reply', '-queryfile', 'query', ...signer, '-config', 'tsa.cnf', '-section', 'a', '-out', 'reply')
    response.writeHead(instead?.status ?? 200, { 'content-type': 'application/timestamp-reply' })
    response.end(instead?.body ?? readFileSync(join(folder, 'reply')))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  authority = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const request = { iat: 1_795_356_600, summary: sampleSummary }
  writeFileSync(join(folder, 'report.html'), await seal(samplePage(), await newSigner(), request))
  const done = await stamp('--tsa', 'issuer.pem')
  expect(done.code, done.stderr).toBe(0)
})
afterAll(() => server?.close())

stamped(`A stamped report names time and authority, and holds where the authority is known${why}`, async () => {
  const known = await verify('stamped.html', '--tsa', 'issuer.pem')
  expect(known.code).toBe(0)
  expect(known.said.stamps).toMatchObject([{ authority: 'CN=Test Authority', known: true }])
  expect(Math.abs(Date.parse(known.said.stamps[0]?.time ?? '') - Date.now())).toBeLessThan(600_000)
  expect(fresh(known.said)).toMatchObject({ state: 'holds', detail: expect.stringContaining('existed on') })
  expect(known.said.notProven.join()).toContain('no later than')
  expect((await verify('stamped.html', '--tsa', 'tsa.pem')).code).toBe(0)
})

stamped(`An authority that is not known proves nothing, and is demanded in vain${why}`, async () => {
  const unknown = await verify('stamped.html')
  expect(unknown.code).toBe(0)
  expect(fresh(unknown.said)?.detail).toContain('not known here')
  const stranger = await verify('stamped.html', '--tsa', 'stranger.pem')
  expect(stranger.code).toBe(4)
  expect(stranger.said.unmet).toEqual(['time-stamp: none by an authority that --tsa names'])
  expect((await verify('report.html', '--tsa', 'issuer.pem')).code).toBe(4)
})

stamped(`openssl alone finds the same, by the page that teaches it${why}`, async () => {
  const page = readFileSync(fileURLToPath(new URL('../../docs/verify-with-openssl.md', import.meta.url)), 'utf8')
  copyFileSync(join(folder, 'stamped.html'), join(folder, 'mustdo-report.html'))
  const lines = /^```sh\n(sed .*?)^```$/ms.exec(page)?.[1] ?? 'exit 9'
  const { status, stdout, stderr } = spawnSync('bash', ['-c', lines], { cwd: folder, encoding: 'utf8' })
  expect(status, stderr).toBe(0)
  expect(stdout).toContain('Verification: OK')
  expect(readFileSync(join(folder, 'before.html'))).toEqual(readFileSync(join(folder, 'report.html')))
})

stamped(`A counter-signature covers the stamp, and a stamp on other bytes is refused${why}`, async () => {
  const file = readFileSync(join(folder, 'stamped.html'))
  const request = { role: 'reviewer', iat: 1_795_356_700, summary: sampleSummary }
  const both = await seal(file, await newSigner(), request)
  expect((await verifySeals(both)).stamps).toHaveLength(1)
  const lines = file.toString('latin1').trimEnd().split('\n')
  const moved = `${[...lines.slice(0, -2), lines.at(-1), lines.at(-2)].join('\n')}\n`
  expect((await verifySeals(Buffer.from(moved, 'latin1'))).ok).toBe(false)
  const other = await seal(samplePage(), await newSigner(), { iat: 1_795_356_601, summary: sampleSummary })
  const stolen = await verifySeals(Buffer.concat([other, Buffer.from(`${lines.at(-1)}\n`)]))
  expect(stolen.rungs[0]?.detail).toContain('is for other bytes')
})

stamped(`No altered byte of the time-stamp is accepted${why}`, async () => {
  const file = readFileSync(join(folder, 'stamped.html'))
  const from = file.lastIndexOf('<!--time:') + '<!--time:'.length
  const token = Buffer.from(file.toString('latin1', from, file.length - 4), 'base64url')
  const accepted: number[] = []
  for (let at = 0; at < token.length; at++) {
    const altered = Buffer.from(token)
    altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8))
    const line = Buffer.from(`${altered.toString('base64url')}-->\n`)
    if ((await verifySeals(Buffer.concat([file.subarray(0, from), line]))).ok) accepted.push(at)
  }
  expect(accepted).toEqual([])
})

stamped(`What an authority answers amiss is said, and the report stays as it was${why}`, async () => {
  const before = readFileSync(join(folder, 'report.html'))
  for (const [answer, code, text] of [
    [{ status: 503, body: '' }, 2, 'answered 503'],
    [{ status: 200, body: 'good morning' }, 4, 'answered something that is no time-stamp'],
    [{ status: 200, body: Buffer.from('30053003020102', 'hex') }, 4, 'refused (status 2)'],
    [{ status: 200, body: readFileSync(join(folder, 'reply')) }, 4, 'is for other bytes'],
  ] as const) {
    instead = answer
    const ended = await ask(
      'timestamp',
      text.startsWith('is for') ? 'stamped.html' : 'report.html',
      '--authority',
      authority,
    )
    expect(ended.stderr).toContain(text)
    expect(ended.code).toBe(code)
  }
  instead = undefined
  expect(readFileSync(join(folder, 'report.html'))).toEqual(before)
  expect((await stamp('--tsa', 'stranger.pem')).code).toBe(4)
  expect((await ask('timestamp', 'report.html', '--authority', 'nowhere')).code).toBe(2)
})
