import { expect, test } from 'vitest'
import type { RunRecord } from '../record.ts'
import { split } from '../seal/grammar.ts'
import type { Verification } from '../seal/verify.ts'
import { assertion, checkOf, finding, record, requirement, result, run } from '../testing/parts.ts'
import { type PortfolioInput, portfolio } from './portfolio.ts'
import { portfolioCsv, portfolioPage } from './portfolio-page.ts'

const verified: Verification = {
  ok: true,
  headline: '',
  tier: 'registered-key',
  rungs: [],
  seals: [],
  stamps: [],
  bodyDigest: 'ab'.repeat(32),
  unmet: [],
  notProven: [],
}
const today = '2026-11-30'
const rows = ['SEC-A-001', 'SEC-B-001']

/** A product with two musts; those named fail. */
function product(supplier: string, failing: readonly string[] = [], rest: Partial<RunRecord> = {}): RunRecord {
  const made = record(
    {
      checks: rows.map(id => checkOf(`http/${id}`, { [id]: 'all' })),
      requirements: rows.map(id => result(id, { state: failing.includes(id) ? 'notMet' : 'met' })),
      assertions: rows.map(id =>
        assertion(`http/${id}@x`, `http/${id}`, {
          outcome: failing.includes(id) ? 'failed' : 'passed',
          findings: failing.includes(id) ? [finding(`f-${id}`)] : [],
        }),
      ),
      ...rest,
    },
    rows.map(id => requirement(id)),
  )
  return { ...made, target: { ...made.target, supplier } }
}
const found = (file: string, one: RunRecord, more: Partial<Verification> = {}): PortfolioInput => ({
  file,
  record: one,
  verification: { ...verified, ...more },
})

test('rows stand by name whatever fails, with coverage, days left and the assurance found', () => {
  const made = portfolio([found('z.html', product('Zed')), found('a.html', product('Ay', rows))], today)
  expect(made.rows.map(({ supplier, all }) => [supplier, all])).toEqual([
    ['Ay', { musts: 2, settled: 0, notMet: 2, open: 0 }],
    ['Zed', { musts: 2, settled: 2, notMet: 0, open: 0 }],
  ])
  expect(made.rows[0]).toMatchObject({ tier: 'registered-key', daysLeft: 82, verdict: 'not conformant' })
  expect(made.rows[1]?.standards).toEqual({ 'owasp-asvs': { musts: 2, settled: 2, notMet: 0, open: 0 } })
})

test('the newest report of a product counts once, and what changed since the one before stands beside it', () => {
  const old = product('Ay', ['SEC-A-001'], { run: run({ startedAt: '2026-10-01T00:00:00.000Z' }) })
  const made = portfolio([found('old.html', old), found('new.html', product('Ay', ['SEC-B-001']))], today)
  expect(made.rows).toHaveLength(1)
  expect(made.rows[0]).toMatchObject({
    file: 'new.html',
    since: { file: 'old.html', newFailures: 1, fixed: 1, sameTest: true },
  })
})

test('a sandbox and a live environment of one product are two rows', () => {
  const live = product('Ay')
  const other = { ...live, target: { ...live.target, environment: 'live' as const } }
  expect(portfolio([found('s.html', live), found('l.html', other)], today).rows).toHaveLength(2)
})

test('a requirement that several products fail is shown with how many, one that a single product fails is not', () => {
  const made = portfolio(
    [
      found('a.html', product('Ay', rows)),
      found('b.html', product('Bee', ['SEC-B-001'])),
      found('c.html', product('Cee')),
    ],
    today,
  )
  expect(made.failing).toMatchObject([{ id: 'SEC-B-001', fails: 2, of: 3 }])
})

test('what does not verify, is partial, a demonstration or a copy is listed with the reason and counted nowhere', () => {
  const fallen = {
    ok: false,
    rungs: [{ rung: 'sealed' as const, state: 'does not hold' as const, detail: 'Altered.' }],
  }
  const stranger = {
    ok: false,
    unmet: ['known signer: does not hold'],
    rungs: [{ rung: 'known signer' as const, state: 'does not hold' as const, detail: 'a stranger' }],
  }
  const partial = product('Ay', [], { run: run({ partial: { filters: [], musts: 1, of: 2 } }) })
  const copy = product('Ay', [], { published: { of: 'a', withheld: { observations: [], assertions: [] } } })
  const made = portfolio(
    [
      { file: 'altered.html', verification: { ...verified, ...fallen } },
      found('stranger.html', product('Ay', rows), stranger),
      found('partial.html', partial),
      found('demo.html', product('Ay', [], { run: run({ demo: true }) })),
      found('copy.html', copy),
    ],
    today,
  )
  expect(made.rows).toEqual([])
  expect(made.failing).toEqual([])
  expect(made.unverified.map(({ file, reason }) => `${file}: ${reason}`)).toEqual([
    'altered.html: Altered.',
    'stranger.html: known signer: does not hold (a stranger)',
    'partial.html: a partial run',
    'demo.html: a demonstration, on no real product',
    'copy.html: a published copy, without evidence',
  ])
})

test('page and CSV hold every row, no script, no formula, no score and no rank', () => {
  const hostile = product('=cmd|calc</script><script>alert(1)</script>')
  const made = portfolio([found('a.html', hostile), found('b.html', product('Bee', rows))], today)
  const page = portfolioPage(made, { title: 'A framework', version: '0.1.0' })
  expect(page).toMatch(/^[\n -~]*$/)
  expect(page).not.toContain('<script>')
  expect(() => split(Buffer.from(page))).toThrow('ends without a seal')
  expect(page.indexOf('Settled')).toBeLessThan(page.indexOf('Not met'))
  expect(page.replace('Nothing here is a score or a rank', '')).not.toMatch(/score|rank|certif/i)
  const csv = portfolioCsv(made)
  expect(csv.split('\r\n')).toHaveLength(4)
  expect(csv).toContain("'=cmd|calc")
  expect(csv).toContain('0 of 2; 2 not met')
})
