/** The portfolio's filters in a real browser. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Portfolio, PortfolioRow } from './portfolio.ts'
import { portfolioPage } from './portfolio-page.ts'

const row = (supplier: string, rest: Partial<PortfolioRow>): PortfolioRow => ({
  file: `${supplier}.html`,
  supplier,
  product: 'EPR',
  version: '1',
  environment: 'sandbox',
  tier: 'registered-key',
  date: '2026-11-01',
  daysLeft: 100,
  verdict: 'conformant',
  all: { musts: 1, settled: 1, notMet: 0, open: 0 },
  standards: { 'fhir-r4': { musts: 1, settled: 1, notMet: 0, open: 0 } },
  ...rest,
})
const made: Portfolio = {
  kind: 'portfolio',
  version: 1,
  today: '2026-11-22',
  rows: [
    row('Ay', {}),
    row('Bee', { verdict: 'not conformant', standards: { 'fhir-r4': { musts: 1, settled: 0, notMet: 1, open: 0 } } }),
    row('Cee', { daysLeft: -3, tier: 'self-run' }),
    row('Dee', { daysLeft: 12 }),
  ],
  standards: [{ id: 'fhir-r4', title: 'FHIR R4' }],
  failing: [],
  unverified: [],
}

async function executable(): Promise<string | undefined> {
  const found = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'].find(existsSync)
  if (found) return found
  try {
    return await (await import('@sparticuz/chromium')).default.executablePath()
  } catch {
    return undefined
  }
}

test('each filter leaves the rows that fit in both tables, says how many, and is cleared', async ({ skip }) => {
  const executablePath = await executable()
  if (!executablePath) return skip('no Chromium at hand')
  const folder = mkdtempSync(join(tmpdir(), 'mustdo-portfolio-page-'))
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const file = join(folder, 'portfolio.html')
    writeFileSync(file, portfolioPage(made, { title: 'A framework', version: '0.1.0' }))
    const tab = await browser.newPage({ viewport: { width: 320, height: 800 } })
    const errors: string[] = []
    tab.on('console', message => message.type() === 'error' && errors.push(message.text()))
    await tab.goto(pathToFileURL(file).href)
    const shown = () =>
      tab.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('[data-product]')]
          .filter(one => !one.hidden)
          .map(one => (one.dataset['product'] ?? '').split(' ')[0] ?? ''),
      )
    const all = ['Ay', 'Bee', 'Cee', 'Dee']
    expect(await shown()).toEqual([...all, ...all])
    const cases: [string, string, string[]][] = [
      ['#f-verdict', 'not conformant', ['Bee']],
      ['#f-tier', 'self-run', ['Cee']],
      ['#f-left', 'expired', ['Cee']],
      ['#f-left', 'soon', ['Dee']],
      ['#f-standard', 'fhir-r4', ['Bee']],
    ]
    for (const [field, value, names] of cases) {
      await tab.selectOption(field, value)
      expect(await shown(), field).toEqual([...names, ...names])
      expect(await tab.textContent('#f-shown')).toBe(`${names.length} of 4 shown`)
      await tab.click('button[type=reset]')
      await expect.poll(shown).toEqual([...all, ...all])
    }
    await tab.fill('#f-text', 'dee epr')
    expect(await shown()).toEqual(['Dee', 'Dee'])
    expect(errors).toEqual([])
    expect(await tab.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    const still = await browser.newPage({ javaScriptEnabled: false })
    await still.goto(pathToFileURL(file).href)
    expect(await still.isVisible('#tools')).toBe(false)
    expect(await still.locator('tbody tr').count()).toBe(8)
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  }
}, 120_000)
