/** Declared journeys in a whole run: what stops one costs that one alone, and a record with journeys replays without a network. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import * as https from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { makeCertificates } from '../../fixtures/supplier/certificates.ts'
import type { Assertion, RunRecord } from '../../reports/record.ts'
import { loadChecks } from '../../suites/registry.ts'
import type { AnyCheck } from '../check.ts'
import { findBrowser, thisMachine } from '../instruments/browser/find.ts'
import { testServers } from '../instruments/http/test-servers.ts'
import { loadTarget } from '../target/load.ts'
import { replay } from './replay.ts'
import { type TestRun, testRun } from './testing.ts'

const found = findBrowser(thisMachine())
if (!found.found) console.warn(`Skipped, ${found.because}. Next: ${found.mend}`)

const SECRET = 'sw0rdfish@invented.example'
const html = (title: string, body: string) =>
  `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${title}</title></head><body><main><h1>${title}</h1>${body}</main></body></html>`
/** Without a text alternative. */
const picture = '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" width="40" height="40">'
const ask = (to: string) =>
  `<form method="post" action="${to}"><p><label>Email address <input name="e" type="email" autocomplete="email"></label></p><button>Continue</button></form>`
const pages: Readonly<Record<string, string>> = {
  '/': html('Broken', picture),
  '/right': html('Right', '<p>Nothing is wrong here.</p>'),
  '/book': html('Book', ask('/book/again')),
  '/book/again': html('Book again', ask('/book/end')),
  '/book/end': html('Booked', `<p>Done and dusted</p>${picture}`),
  '/stuck': html('Stuck', ask('/book/again')),
}

describe.skipIf(!found.found)('a run with declared journeys', { timeout: 60_000 }, () => {
  const servers = testServers()
  const folder = mkdtempSync(join(tmpdir(), 'mustdo-journeys-'))
  let checks: AnyCheck[]
  let both: TestRun
  let stuck: TestRun
  beforeAll(async () => {
    const { caPem, certPem, keyPem } = await makeCertificates()
    const server = https.createServer({ cert: certPem, key: keyPem }, (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'https://localhost')
      request.resume()
      response.writeHead(pages[pathname] === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' })
      response.end(pages[pathname] ?? html('Not here', ''))
    })
    const origin = `https://localhost:${await servers.listen(server)}`
    writeFileSync(join(folder, 'ca.pem'), caPem)
    const fill = { 'Email address': '$' + '{env:EMAIL}' }
    const book = {
      name: 'book',
      endpoint: 'web',
      steps: [{ go: '/book' }, { fill }, { press: 'Continue' }, { fill }, { press: 'Continue' }, { expect: 'Done' }],
    }
    const stopping = { name: 'halted', endpoint: 'web', steps: [{ go: '/stuck' }, { fill }, { press: 'Go on' }] }
    const run = (name: string, journeys: readonly object[]) => {
      const path = join(folder, name)
      const until = new Date(Date.now() + 864e5).toISOString().slice(0, 10)
      writeFileSync(
        path,
        stringify({
          supplier: 'Invented Ltd',
          product: { name: 'Bookings', version: '1' },
          environment: 'sandbox',
          packs: ['epr'],
          endpoints: [{ name: 'web', kind: 'web', url: `${origin}/`, pages: ['/', '/right'] }],
          ca: 'ca.pem',
          surfaces: ['web'],
          journeys,
          consent: {
            write: { person: 'Sam Invented', role: 'Head', origins: [origin], environment: 'sandbox', until },
          },
        }),
      )
      return testRun({ target: loadTarget(path, { env: { EMAIL: SECRET } }), checks, browser: true })
    }
    const some = new Set([
      'accessibility/text-alternatives',
      'accessibility/page-language',
      'accessibility/redundant-entry',
    ])
    checks = (await loadChecks()).filter(({ id }) => some.has(id))
    both = await run('both.yaml', [book, stopping])
    stuck = await run('stuck.yaml', [stopping])
  }, 120_000)
  afterAll(async () => {
    await servers.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const outcomes = ({ assertions }: TestRun) =>
    assertions.map(
      ({ check, subject, outcome }) => `${check} ${subject.id.replace(/https:..localhost:\d+/, '')} ${outcome}`,
    )
  const pagesJudged = [
    'accessibility/page-language page:/ passed',
    'accessibility/page-language page:/right passed',
    'accessibility/text-alternatives page:/ failed',
    'accessibility/text-alternatives page:/right passed',
  ]
  /** Of a journey every page is judged that it leads to: by step, where it came that far. */
  const onTheWay = (
    journey: string,
    outcomes: { readonly [step: number]: readonly [language: string, text: string] },
  ) =>
    Object.entries(outcomes).flatMap(([step, [language, text]]) => [
      `accessibility/page-language page:${journey}:${step} ${language}`,
      `accessibility/text-alternatives page:${journey}:${step} ${text}`,
    ])
  const halted = onTheWay('/stuck#journey:halted', { 1: ['passed', 'passed'], 3: ['inapplicable', 'inapplicable'] })
  const booked = onTheWay('/book#journey:book', {
    1: ['passed', 'passed'],
    3: ['passed', 'passed'],
    5: ['passed', 'failed'],
  })

  test('a journey that stops costs one "could not tell", and the pages are judged as ever', () => {
    expect(outcomes(stuck).sort()).toEqual(
      [...pagesJudged, ...halted, 'accessibility/redundant-entry site:web cantTell'].sort(),
    )
    const [finding] = stuck.assertions.find(({ outcome }) => outcome === 'cantTell')?.findings ?? []
    expect(finding?.actual).toContain('the journey halted stopped at step 3, press "Go on"')
    expect(finding?.owes).toMatchObject({ who: 'supplier' })
  })

  test('beside a journey that stops, what another one shows is found all the same, by its name and step', () => {
    expect(outcomes(both).sort()).toEqual(
      [...pagesJudged, ...halted, ...booked, 'accessibility/redundant-entry site:web failed'].sort(),
    )
    const { findings } = both.assertions.find(({ check }) => check === 'accessibility/redundant-entry') as Assertion
    expect(findings.map(({ outcome, key, message }) => [outcome, key, message])).toEqual([
      ['failed', 'again', expect.stringContaining('The journey book asks at step 3 for "Email address"')],
      ['cantTell', 'walk-stopped', expect.stringContaining('The journey halted could not be walked')],
    ])
  })

  test('the record replays to the same assertions without a browser, and holds no secret that was entered', async () => {
    const untimed = (assertions: readonly Assertion[]) => assertions.map(({ ms: _, ...rest }) => rest)
    for (const run of [both, stuck]) {
      const text = JSON.stringify(run.record)
      expect(text).not.toContain(SECRET)
      const { assertions, differences } = await replay(JSON.parse(text) as RunRecord, checks)
      expect(differences).toEqual([])
      expect(untimed(assertions)).toEqual(untimed(run.assertions))
    }
  })
})
