import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { reviewsText } from '../reviews/testing.ts'
import { complaints, known, load } from './testing.ts'

const target = (more = '') => `supplier: Acme
product: { name: EPR, version: "7.2.1" }
environment: sandbox
packs: [epr]
${more}endpoints:
  - { name: portal, kind: web, url: "https://portal.acme.example/app/" }
`
const withCriteria = { known: { ...known, requirements: ['ACC-WCAG-1.1.1', 'ACC-WCAG-1.3.1'] } }
const at = mkdtempSync(join(tmpdir(), 'mustdo-reviews-'))

test('reviews.yaml beside the target file is read without being named, another file by its name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mustdo-reviews-'))
  expect(load(folder, target()).reviews).toBeUndefined()
  writeFileSync(join(folder, 'reviews.yaml'), reviewsText)
  expect(load(folder, target(), withCriteria).reviews?.reviews).toHaveLength(2)
  writeFileSync(join(folder, 'ours.yaml'), reviewsText.split('  - criterion: "1.3.1"')[0] ?? '')
  expect(load(folder, target('reviews: ours.yaml\n'), withCriteria).reviews?.reviews).toHaveLength(1)
})

test('a file that is named and not there, and faults in one that is, stop the load', () => {
  expect(complaints(at, target('reviews: none.yaml\n'))).toEqual([
    'mustdo.yaml:5:1  reviews is "none.yaml", which does not exist. Expected a file of reviews. Make one with: mustdo review-page',
  ])
  writeFileSync(join(at, 'bad.yaml'), reviewsText.replace('by: Sam Lee', 'who: Sam Lee'))
  expect(() => load(at, target('reviews: bad.yaml\n'), withCriteria)).toThrow(
    /bad\.yaml:10:5 {2}"who" is not a known key/,
  )
})
