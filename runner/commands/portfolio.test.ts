import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rendererDigest } from '../../reports/render/render.ts'
import type { Portfolio } from '../../reports/review/portfolio.ts'
import { record } from '../../reports/testing/parts.ts'
import { ephemeralSigner } from '../keys/key-signer.ts'
import { writeReport } from '../run/write-report.ts'
import { isBuilt, mustdo, temporaryFolder } from './testing.ts'

const built = test.skipIf(!isBuilt)
const folder = temporaryFolder()
mkdirSync(join(folder, 'in', 'sub'), { recursive: true })
const signer = await ephemeralSigner()
writeFileSync(
  join(folder, 'keys.json'),
  JSON.stringify({ version: 1, keys: [{ jwk: signer.jwk, name: 'Suppliers', roles: ['issuer'] }] }),
)
const tool = { name: 'mustdo' as const, version: '0.1.0', renderer: rendererDigest() }

built(
  'portfolio verifies every report of a folder and writes page and CSV; what does not verify is apart',
  async () => {
    const one = record({ tool })
    const of = (supplier: string, file: string) =>
      writeReport({ ...one, target: { ...one.target, supplier } }, join(folder, 'in', file), signer)
    await of('Zed Ltd', 'z.html')
    await of('Ay Ltd', join('sub', 'a.html'))
    const altered = readFileSync(join(folder, 'in', 'z.html'), 'latin1').replaceAll('Zed Ltd', 'Zad Ltd')
    writeFileSync(join(folder, 'in', 'altered.html'), altered, 'latin1')
    const ended = await mustdo(folder, ['portfolio', 'in', '--trust', 'keys.json', '--json'])
    expect(ended.code, ended.stderr).toBe(0)
    const made = JSON.parse(ended.stdout) as Portfolio
    expect(made.rows.map(({ file, tier }) => [file, tier])).toEqual([
      ['sub/a.html', 'registered-key'],
      ['z.html', 'registered-key'],
    ])
    expect(made.unverified.map(({ file }) => file)).toEqual(['altered.html'])
    expect(made.unverified[0]?.reason).toContain('altered after it was sealed')
    expect(readFileSync(join(folder, 'portfolio.html'), 'latin1')).toContain('altered.html')
    expect(readFileSync(join(folder, 'portfolio.csv'), 'utf8')).toContain('altered.html')
  },
)

built('A folder that is none, or is empty, is wrong use', async () => {
  mkdirSync(join(folder, 'empty'))
  expect((await mustdo(folder, ['portfolio', 'nowhere'])).stderr).toContain('nowhere is no folder. Expected')
  const empty = await mustdo(folder, ['portfolio', 'empty'])
  expect(empty.code).toBe(2)
  expect(empty.stderr).toContain('empty holds no .html or .zip file. Expected')
})

built(
  '--key seals the page as the framework; verify accepts it, says that it is no run, and finds an alteration',
  async () => {
    expect((await mustdo(folder, ['keys', 'generate', '-o', 'framework.pem'])).code).toBe(0)
    const made = await mustdo(folder, ['portfolio', 'in', '-o', 'sealed.html', '--key', 'framework.pem'])
    expect(made.code, made.stderr).toBe(0)
    const verified = await mustdo(folder, ['verify', 'sealed.html'])
    expect(verified.code, verified.stdout).toBe(0)
    expect(verified.stdout).toMatch(/^unaltered; signer unknown/)
    expect(verified.stdout).toContain('Portfolio. Portfolio of reports')
    expect(verified.stdout).toMatch(/complete +not checked +this is a portfolio/)
    expect((await mustdo(folder, ['verify', 'sealed.html', '--require', 'complete'])).code).toBe(4)
    const altered = readFileSync(join(folder, 'sealed.html'), 'latin1').replace('Zed Ltd', 'Zad Ltd')
    writeFileSync(join(folder, 'forged.html'), altered, 'latin1')
    expect((await mustdo(folder, ['verify', 'forged.html'])).code).toBe(4)
  },
)
