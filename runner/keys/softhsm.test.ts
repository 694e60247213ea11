/** The page on signing programs, followed to the letter with a software token. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { samplePage, sampleSummary } from '../../fixtures/seals/sample.ts'
import { seal } from '../../reports/seal/seal.ts'
import { verifySeals } from '../../reports/seal/verify.ts'
import { generateKey } from './generate.ts'
import { loadSigner } from './load-signer.ts'
import { provesItself } from './proof.ts'

const page = readFileSync(fileURLToPath(new URL('../../docs/signing-program.md', import.meta.url)), 'utf8')
const block = (language: string, holds: string): string =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].find(([, text]) =>
    text?.includes(holds),
  )?.[1] ?? ''
const MODULE = '/usr/lib/softhsm/libsofthsm2.so'
const runs = (program: string, ...words: string[]) => spawnSync(program, words).error === undefined
const missing =
  !existsSync(MODULE) || !runs('softhsm2-util', '--version') || !runs('pkcs11-tool', '--help') || !runs('bash')
const why = missing ? ' (skipped: softhsm2, opensc or bash is not installed)' : ''

const folder = mkdtempSync(join(tmpdir(), 'mustdo-softhsm-'))
afterAll(() => rmSync(folder, { recursive: true }))
const put = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

test.skipIf(missing)(
  `a report is sealed with a key in a PKCS#11 token, as the page says${why}`,
  async () => {
    mkdirSync(join(folder, 'tokens'))
    const SOFTHSM2_CONF = put('softhsm2.conf', `directories.tokendir = ${join(folder, 'tokens')}\nlog.level = ERROR\n`)
    // A signing program inherits the environment of the command.
    Object.assign(process.env, { SOFTHSM2_CONF, MUSTDO_PIN: '1234' })
    const made = spawnSync('softhsm2-util', [
      '--init-token',
      '--free',
      '--label',
      'mustdo',
      '--so-pin',
      '5678',
      '--pin',
      '1234',
    ])
    expect(made.status, made.stderr.toString()).toBe(0)
    const done = spawnSync('bash', ['-euc', block('sh', 'pkcs11-tool')], { cwd: folder, encoding: 'utf8' })
    expect(done.status, done.stderr).toBe(0)
    const signer = await loadSigner({ file: put('token.yaml', block('yaml', '# token.yaml')) })
    await provesItself(signer, 'token.yaml')
    for (let round = 0; round < 4; round++) {
      const sealed = await seal(samplePage(), signer, { iat: 1_795_356_600, summary: sampleSummary })
      const { ok, seals } = await verifySeals(sealed)
      expect(ok).toBe(true)
      expect(seals[0]?.fingerprint).toBe(signer.fingerprint)
    }
    process.env['MUSTDO_PIN'] = '9999'
    await expect(signer.sign(Buffer.from('x'))).rejects.toThrow(/pkcs11-tool ended with exit code 1\. Expected/)
  },
  60_000,
)

test('the example of a key service is a file that loads, and its form is what the page says', async () => {
  put('seal.pub.pem', (await generateKey()).publicPem)
  const text = block('yaml', '# kms.yaml')
  expect(text).toContain('answers: der-base64')
  expect((await loadSigner({ file: put('kms.yaml', text) })).alg).toBe('ES256')
  expect((await loadSigner({ file: put('signing.yaml', block('yaml', '# signing.yaml')) })).alg).toBe('ES256')
})
