/** The page that teaches how to check a seal with openssl alone, followed to the letter. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { samplePage, sampleSummary } from '../../fixtures/seals/sample.ts'
import { newSigner } from '../../fixtures/seals/signers.ts'
import { toBase64url } from './base64url.ts'
import { seal } from './seal.ts'

const found = (program: string) => spawnSync(program, [program === 'bash' ? '--version' : 'version']).status === 0
const missing = !found('bash') || !found('openssl')
const why = missing ? ' (skipped: bash or openssl is not installed)' : ''
const page = readFileSync(fileURLToPath(new URL('../../docs/verify-with-openssl.md', import.meta.url)), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'mustdo-openssl-'))
afterAll(() => rmSync(folder, { recursive: true }))
const script = join(folder, 'check-seal.sh')
writeFileSync(script, /^```bash\n(.*?)^```$/ms.exec(page)?.[1] ?? '')

function check(file: Uint8Array): { status: number | null; text: string } {
  writeFileSync(join(folder, 'mustdo-report.html'), file)
  const { status, stdout, stderr } = spawnSync('bash', [script, 'mustdo-report.html'], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { status, text: `${stdout}${stderr}` }
}

async function sealedWith(alg: 'ES256' | 'EdDSA' | 'RS256' | 'PS256') {
  const signer = await newSigner(alg)
  const file = Buffer.from(await seal(samplePage(), signer, { iat: 1_795_356_600, summary: sampleSummary }))
  return { file, signer, fingerprint: signer.fingerprint }
}

test.skipIf(missing).each(['ES256', 'EdDSA', 'RS256', 'PS256'] as const)(
  `the openssl page accepts a report sealed with %s and prints its fingerprint${why}`,
  async alg => {
    const { file, fingerprint } = await sealedWith(alg)
    const { status, text } = check(file)
    expect(text).toMatch(/^HOLDS: /m)
    expect(text).toContain(`Sealed with the key ${fingerprint}\n`)
    expect(text).toContain('"verdict":"conformant"')
    expect(status).toBe(0)
  },
)

test.skipIf(missing)(
  `the openssl page accepts a counter-signature and, that line taken off, the seal before${why}`,
  async () => {
    const { file } = await sealedWith('ES256')
    const { signer } = await sealedWith('ES256')
    const both = await seal(file, signer, { role: 'reviewer', iat: 1_795_356_700, summary: sampleSummary })
    expect(check(both).text).toContain('reviewer, 1795356700')
    const before = spawnSync('bash', ['-c', /^```\n(sed .*?)^```$/ms.exec(page)?.[1] ?? 'exit 9'], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect(before.status).toBe(0)
    expect(before.stdout).toContain('issuer, 1795356600')
    expect(readFileSync(join(folder, 'before.html')).equals(file)).toBe(true)
  },
)

test.skipIf(missing)(
  `the openssl page refuses altered reports${why}`,
  async () => {
    const { file } = await sealedWith('ES256')
    const text = file.toString('latin1')
    const other = (await sealedWith('ES256')).file.toString('latin1')
    const lineOf = (report: string) => report.slice(report.lastIndexOf('<!--seal:'))
    const altered: [string, string][] = [
      ['a word', text.replace('"met"', '"not"')],
      ['a mark before', `\ufeff${text}`],
      ['CR LF', text.replaceAll('\n', '\r\n')],
      ['one byte short', text.slice(0, -1)],
      ['one byte more', `${text}\n`],
      ['no seal', text.slice(0, text.lastIndexOf('<!--seal:'))],
      ['a repeated seal', text + lineOf(text)],
      ['another key’s signature', text.slice(0, text.lastIndexOf('.')) + other.slice(other.lastIndexOf('.'))],
      ['the high twin', text.slice(0, text.lastIndexOf('.') + 1) + highTwin(text)],
      ['a second spelling', respell(text)],
    ]
    for (const [name, copy] of altered) {
      const { status, text: said } = check(Buffer.from(copy))
      expect(status, `${name}: ${said}`).toBe(4)
      expect(said, name).toMatch(/^DOES NOT HOLD: /m)
    }
    for (let bit = 5; bit < file.length * 8; bit += Math.floor((file.length * 8) / 25)) {
      const copy = Buffer.from(file)
      copy[bit >> 3]! ^= 1 << (bit & 7)
      expect(check(copy).status, `bit ${bit}`).toBe(4)
    }
  },
  60_000,
)

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

function highTwin(text: string): string {
  const raw = Buffer.from(text.slice(text.lastIndexOf('.') + 1, -4), 'base64url')
  const s = (ORDER - BigInt(`0x${raw.subarray(32).toString('hex')}`)).toString(16).padStart(64, '0')
  return `${toBase64url(Buffer.concat([raw.subarray(0, 32), Buffer.from(s, 'hex')]))}-->\n`
}

/** Changes only the four spare bits of the signature's last letter. */
function respell(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return `${text.slice(0, -5)}${alphabet[alphabet.indexOf(text.at(-5)!) ^ 1]}-->\n`
}
