import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { help, home, pagesRecord } from '../../reports/testing/pages.ts'
import { loadReviews } from '../reviews/load.ts'
import { isBuilt, mustdo, temporaryFolder } from './testing.ts'

const built = test.skipIf(!isBuilt)
const folder = temporaryFolder()
writeFileSync(join(folder, 'record.json'), JSON.stringify(pagesRecord()))
const ask = (...words: string[]) => mustdo(folder, ['review-page', 'record.json', ...words])
const read = () => loadReviews(readFileSync(join(folder, 'reviews.yaml'), 'utf8'), { shown: 'r', sites: [home] })
const verdict = ['--verdict', 'supports', '--by', 'Sam Lee', '--with', 'NVDA 2025.1, Firefox 145']

built('review-page lists what waits on a page, as JSON and as a file to fill in', async () => {
  const { stdout, code } = await ask('--page', '/help', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    version: 1,
    pages: [help],
    waiting: [{ criterion: '1.4.3' }, { criterion: '1.2.1' }],
  })
  expect((await ask()).stdout).toContain('verdict: CHANGE-ME')
})

built('review-page begins a file when it is told how the pages were chosen, and adds to it', async () => {
  const without = await ask('--criterion', '1.4.3', ...verdict)
  expect(without).toMatchObject({ code: 2, stderr: expect.stringContaining('--sampling') })
  const begin = ['--until', '2099-12-31', '--sampling', 'Both pages there are.']
  expect((await ask('--criterion', '1.4.3', ...verdict, ...begin)).code).toBe(0)
  expect(read().reviews).toMatchObject([{ criterion: '1.4.3', by: 'Sam Lee', pages: [home, help] }])
  const more = await ask('--criterion', '1.2.1', '--page', '/help', ...verdict, '--notes', 'No sound.', '--json')
  expect(JSON.parse(more.stdout)).toMatchObject({
    file: 'reviews.yaml',
    reviews: [{ criterion: '1.2.1', pages: [help] }],
  })
  expect(read().reviews).toHaveLength(2)
})

built('review-page changes nothing where the file is of another version or the day is none', async () => {
  const before = readFileSync(join(folder, 'reviews.yaml'), 'utf8')
  expect((await ask('--criterion', '1.2.1', ...verdict, '--on', 'yesterday')).code).toBe(2)
  const { target } = pagesRecord()
  writeFileSync(join(folder, 'next.json'), JSON.stringify(pagesRecord({ target: { ...target, version: '8' } })))
  const other = await mustdo(folder, ['review-page', 'next.json', '--criterion', '1.2.1', ...verdict])
  expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('speaks of version 7.2.1') })
  expect(readFileSync(join(folder, 'reviews.yaml'), 'utf8')).toBe(before)
})

built('review-page writes an OpenACR, and takes one into a file of reviews', async () => {
  const acr = await ask('--to-openacr', 'acr.yaml', '--by', 'Sam Lee', '--email', 'sam@acme.example')
  expect(acr.code).toBe(0)
  const text = readFileSync(join(folder, 'acr.yaml'), 'utf8')
  expect(text).toContain('catalog: 2.5-edition-wcag-2.2-en')
  const theirs = text.replace(/level: not-evaluated\n(\s+)notes: .*/, 'level: supports\n$1notes: All films have one.')
  writeFileSync(join(folder, 'theirs.yaml'), theirs)
  const words = ['--from-openacr', 'theirs.yaml', '--reviews', 'taken.yaml', '--with', 'NVDA 2025.1', '--json']
  const taken = await ask(...words, '--until', '2099-12-31')
  expect(JSON.parse(taken.stdout)).toMatchObject({
    file: 'taken.yaml',
    reviews: [{ criterion: '1.2.1', verdict: 'supports', by: 'Sam Lee', notes: 'All films have one.' }],
    leftOut: ['3.1.1', '1.4.3'],
  })
  expect(readFileSync(join(folder, 'taken.yaml'), 'utf8')).toContain('criterion: 1.2.1')
})
