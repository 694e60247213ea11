import { expect, test } from 'vitest'
import type { RunRecord } from '../record.ts'
import { help, home, pagesRecord } from '../testing/pages.ts'
import { attestation, review } from '../testing/parts.ts'
import { render } from './render.ts'

type Result = RunRecord['requirements'][number]
const pageWith = (id: string, more: Partial<Result>) => {
  const base = pagesRecord()
  const requirements = base.requirements.map(one => (one.id === id ? { ...one, ...more } : one))
  return seen({ ...base, requirements })
}

/** What a reader sees: the page without the record inside it. */
const seen = (record: RunRecord) => render(record).replace(/<script type="application\/json"[\s\S]*?<\/script>/, '')

test('the page says of each success criterion which one of the ways it was judged in, and that a scan proves nothing', () => {
  const page = seen(pagesRecord())
  expect(page).toContain('1 criterion automatic: 3.1.1')
  expect(page).toContain('1 criterion partly automatic; what else there is to it waits for a person: 1.4.3')
  expect(page).toContain('1 criterion waits for a person: no program of ours can tell: 1.2.1')
  expect(page).toContain('does not prove that a product meets WCAG')
  expect(pageWith('ACC-WCAG-1.2.1', { state: 'attested', attestation: attestation() })).toContain(
    '1 criterion attested by a person: 1.2.1',
  )
  const met = { state: 'met', reviews: [review({ pages: [home, help] })] } as const
  expect(pageWith('ACC-WCAG-1.2.1', met)).toContain('1 criterion reviewed by a person, page by page: 1.2.1')
})

test('a review stands on the page with who, when and with what, and the finding that it decides says so', () => {
  const met = { state: 'met', reviews: [review({ pages: [home, help], settles: ['0a0a0a0a'] })] } as const
  const page = pageWith('ACC-WCAG-1.4.3', met)
  expect(page).toContain(
    'Reviewed by Sam Lee, Accessibility tester on 20 Nov 2026, until 31 Mar 2027, with NVDA 2025.1, Firefox 145: supports.',
  )
  expect(page).toContain('Decides 1 question of the checks.')
  expect(page).toContain('Reviewed: met')
  expect(page).not.toContain('look at the evidence and decide')
})

test('a review that does not count stands there with why, and decides nothing', () => {
  const page = pageWith('ACC-WCAG-1.4.3', { reviews: [review({ pages: [home], problems: ['expired on 1 May'] })] })
  expect(page).toContain('<b>Does not count: expired on 1 May.</b>')
  expect(page).toContain('1 criterion partly automatic')
  expect(page).toContain('look at the evidence and decide')
})
