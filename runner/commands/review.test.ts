import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RunRecord } from '../../reports/record.ts'
import { rendererDigest } from '../../reports/render/render.ts'
import type { ReportReview } from '../../reports/review/decide.ts'
import { record, requirement, result } from '../../reports/testing/parts.ts'
import { ephemeralSigner } from '../keys/key-signer.ts'
import { writeReport } from '../run/write-report.ts'
import { isBuilt, mustdo, temporaryFolder } from './testing.ts'

const built = test.skipIf(!isBuilt)
const folder = temporaryFolder()
const known = await ephemeralSigner()
const stranger = await ephemeralSigner()
const tool = { name: 'mustdo' as const, version: '0.1.0', renderer: rendererDigest() }
const inBox = join(folder, 'in')
mkdirSync(inBox)
const reportOf = (file: string, signer = known, rest: Partial<RunRecord> = {}) =>
  writeReport(record({ tool, ...rest }), join(inBox, file), signer)

const until = '2099-12-31'
const own = (more = '') => `
id: own-framework
title: Our own framework
packs: [epr]
acceptedClaims: []
acceptedWaivers: []
trustedKeys:
  - { thumbprint: ${known.fingerprint.replace('SHA256:', '')}, holder: Acme Health Ltd, to: '${until}' }
minimumTier: registered-key
${more}`
const ask = (...words: string[]) => mustdo(folder, ['review', 'in', ...words])

built('review tells what is ready from what goes back, and writes a letter for each that does', async () => {
  const lasting = { ...record().run, validUntil: until }
  await reportOf('good.html', known, { run: lasting })
  await reportOf('stranger.html', stranger, { run: lasting })
  await reportOf('failing.html', known, {
    run: lasting,
    requirements: [result('SEC-HDR-004', { state: 'notMet' })],
    catalogue: { ...record().catalogue, requirements: [requirement('SEC-HDR-004')] },
  })
  const altered = readFileSync(join(inBox, 'good.html'), 'latin1').replaceAll('\n', '\r\n')
  writeFileSync(join(inBox, 'mailed.html'), altered, 'latin1')
  writeFileSync(join(folder, 'own.yaml'), own())
  const ended = await ask('--framework', 'own.yaml', '--letters', 'letters', '--json')
  expect(ended.code, ended.stderr).toBe(1)
  const { reports } = JSON.parse(ended.stdout) as { reports: readonly ReportReview[] }
  expect(reports.map(({ file, state }) => `${file} ${state}`)).toEqual([
    'failing.html return',
    'good.html ready to decide',
    'mailed.html return',
    'stranger.html return',
  ])
  expect(readFileSync(join(folder, 'letters', 'failing.letter.md'), 'utf8')).toContain(
    '- SEC-HDR-004 (The product does what SEC-HDR-004 asks): Not met.',
  )
  expect(readFileSync(join(folder, 'letters', 'mailed.letter.md'), 'utf8')).toContain('CR LF')
  expect(readFileSync(join(folder, 'letters', 'stranger.letter.md'), 'utf8')).toContain('is not among the known keys')
  const text = await ask('--framework', 'own.yaml')
  expect(text.stdout).toMatch(/^READY TO DECIDE {2}good\.html/m)
})

built('A framework that does not exist, or names what does not exist, is refused with its line', async () => {
  const unknown = await ask('--framework', 'exampl-framework')
  expect(unknown.code).toBe(2)
  expect(unknown.stderr).toContain('Did you mean "example-framework"?')
  writeFileSync(join(folder, 'wrong.yaml'), own("raises: [{ requirement: SEC-HDR-0004, level: must, because: 'x' }]"))
  const wrong = await ask('--framework', 'wrong.yaml')
  expect(wrong.code).toBe(2)
  expect(wrong.stderr).toMatch(/wrong\.yaml:\d+:\d+ {2}there is no requirement "SEC-HDR-0004"/)
})
