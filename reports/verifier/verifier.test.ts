/** The verifier page: the same answers as `mustdo verify` on 50,000 altered copies, and at work in a real browser. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { expect, test } from 'vitest'
import { corpus, LOST_LAST_SEAL } from '../../fixtures/seals/corpus.ts'
import { samplePage, sampleSummary } from '../../fixtures/seals/sample.ts'
import { newSigner } from '../../fixtures/seals/signers.ts'
import type { Algorithm } from '../seal/public-key.ts'
import { seal } from '../seal/seal.ts'
import { verifySeals } from '../seal/verify.ts'

interface Answer {
  readonly ok: boolean
  readonly reason?: string
  readonly body?: string
  readonly seals: readonly { readonly fingerprint: string; readonly role: string }[]
}

const path = fileURLToPath(new URL('verifier.html', import.meta.url))
const page = readFileSync(path, 'utf8')
const script = /<script>([\s\S]*)<\/script>/.exec(page)?.[1] ?? ''
/** The page's own function, without its page. */
const check = new Function('document', `${script}; return check`)(undefined) as (bytes: Uint8Array) => Promise<Answer>

const request = { iat: 1_795_356_600, summary: sampleSummary }
const supplier = await newSigner()
const once = Buffer.from(await seal(samplePage(), supplier, request))
const review = { decision: 'accepted with conditions' as const, by: 'Jo', conditions: ['Retest.'] }
const twice = Buffer.from(
  await seal(once, await newSigner(), { ...request, role: 'reviewer', summary: { ...sampleSummary, review } }),
)

test.each<Algorithm>(['ES256', 'EdDSA', 'RS256', 'PS256'])(
  'the page finds the same in a report sealed with %s',
  async alg => {
    const file = await seal(samplePage(), await newSigner(alg), request)
    const ours = await verifySeals(file)
    const answer = await check(file)
    expect(answer.reason).toBeUndefined()
    expect(answer).toMatchObject({ ok: true, body: ours.bodyDigest })
    expect(answer.seals.map(({ fingerprint }) => fingerprint)).toEqual(ours.seals.map(({ fingerprint }) => fingerprint))
  },
)

test('the page reads counter-signatures, and the golden report of version 1', async () => {
  expect((await check(twice)).seals.map(({ role }) => role)).toEqual(['issuer', 'reviewer'])
  expect(await check(readFileSync(new URL('../../fixtures/seals/v1/report.html', import.meta.url)))).toMatchObject({
    ok: true,
    body: 'd1ba1b41e5bd5caa8b7f721ea715384f1cb444b758667c0d769a040285ddeaac',
  })
})

test('of 50,000 altered copies both verifiers accept none but the one that lost exactly its last seal', async () => {
  let copies = 0
  const disagreements: string[] = []
  const accepted: string[] = []
  for (const [name, copy] of corpus({ once, twice })) {
    copies++
    const [ours, theirs] = [(await verifySeals(copy)).ok, (await check(copy)).ok]
    if (ours !== theirs) disagreements.push(`${name}: ours ${ours}, the page ${theirs}`)
    if (ours || theirs) accepted.push(name)
  }
  expect(copies).toBeGreaterThanOrEqual(50_000)
  expect(disagreements).toEqual([])
  expect(accepted).toEqual([LOST_LAST_SEAL])
}, 300_000)

test('the page loads nothing, and is one file of ASCII', () => {
  expect(page).toMatch(/^[\n -~]*$/)
  expect(page).toContain("default-src 'none'")
  expect(page).not.toMatch(/\b(src|href)=|@import|fetch\(|XMLHttpRequest|WebSocket|sendBeacon/)
})

async function executable(): Promise<string | undefined> {
  const found = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'].find(existsSync)
  if (found) return found
  try {
    return await (await import('@sparticuz/chromium')).default.executablePath()
  } catch {
    return undefined
  }
}

test('in a browser a chosen file is checked, a dropped altered one refused, and hostile names stay text', async ({
  skip,
}) => {
  const executablePath = await executable()
  if (!executablePath) return skip('no Chromium at hand')
  const folder = mkdtempSync(join(tmpdir(), 'mustdo-verifier-'))
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    writeFileSync(join(folder, 'report.html'), twice)
    const tab = await browser.newPage({ viewport: { width: 320, height: 800 } })
    const asked: string[] = []
    tab.on('request', each => asked.push(each.url()))
    await tab.goto(`file://${path}`)
    await tab.setInputFiles('#file', join(folder, 'report.html'))
    await tab.getByText('Unaltered; signer unknown').waitFor()
    expect(await tab.locator('#result').innerText()).toContain(supplier.fingerprint)
    expect(await tab.locator('#result').innerText()).toContain('accepted with conditions, by Jo; Retest.')
    await tab.evaluate(
      text => {
        const data = new DataTransfer()
        data.items.add(new File([text], '<img src=x onerror=alert(1)>.html'))
        document.dispatchEvent(new DragEvent('drop', { dataTransfer: data }))
      },
      twice.toString('latin1').replace('Sample', 'Simple'),
    )
    await tab.getByText('The seal does not hold; do not rely on this file').waitFor()
    expect(await tab.locator('#result img').count()).toBe(0)
    expect(await tab.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    expect(asked).toEqual([`file://${path}`])
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  }
}, 120_000)
