/** A page that a program cannot decide, in a real browser, with and without a person's review of it. */
import * as http from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunRecord } from '../../reports/record.ts'
import { loadCatalogue } from '../../standards/index.ts'
import { loadChecks } from '../../suites/registry.ts'
import type { AnyCheck } from '../check.ts'
import { findBrowser, thisMachine } from '../instruments/browser/find.ts'
import { testServers } from '../instruments/http/test-servers.ts'
import { loadReviews } from '../reviews/load.ts'
import { rejudge } from './rejudge.ts'
import { testRun, testTarget } from './testing.ts'

const browser = await findBrowser(thisMachine())
const seen = test.skipIf(!browser.found)
const catalogue = loadCatalogue()
const servers = testServers()
const now = '2026-11-22T14:02:00.000Z'
let checks: AnyCheck[]
let url = ''

/** Text over a picture: axe-core cannot tell its contrast. */
const page = `<!doctype html><html lang="en"><title>Clinics</title><body><main><h1>Clinics</h1>
<p style="background:linear-gradient(#000,#fff);color:#777">Over a gradient.</p></main></body></html>`

beforeAll(async () => {
  checks = (await loadChecks()).filter(({ id }) => id === 'accessibility/contrast')
  const server = http.createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page))
  url = `http://127.0.0.1:${await servers.listen(server)}/`
})
afterAll(() => servers.close())

const reviewsOf = (verdict: string, until = '2027-03-31') =>
  loadReviews(
    `product: { version: "9" }
until: ${until}
sample: { method: The only page., structured: [/] }
reviews:
  - { criterion: "1.4.3", verdict: ${verdict}, by: Sam Lee, with: Colour Contrast Analyser 3.5, on: 2026-11-20 }
`,
    { shown: 'reviews.yaml', sites: [url] },
  )
const run = async (verdict?: string, until?: string): Promise<RunRecord> => {
  const reviews = verdict && { reviews: reviewsOf(verdict, until) }
  const target = testTarget([{ kind: 'web', url }], { version: '9', ...reviews })
  return (await testRun({ target, checks, browser: true, now })).record
}
const contrast = ({ requirements }: RunRecord) => requirements.find(({ id }) => id === 'ACC-WCAG-1.4.3')

seen(
  'what waits for a person is met or not met by a review, the judgement of the check stays as it was',
  async () => {
    const open = await run()
    expect(contrast(open)).toMatchObject({ state: 'cantTell', owes: { who: 'reviewer' } })
    const asked = open.assertions.flatMap(({ findings }) => findings.map(({ id }) => id))
    const met = await run('supports')
    expect(contrast(met)).toMatchObject({
      state: 'met',
      reviews: [{ by: 'reviewed', outcome: 'passed', who: 'Sam Lee', pages: [url], settles: asked, problems: [] }],
    })
    expect(met.assertions[0]?.outcome).toBe('cantTell')
    expect(contrast(await run('does-not-support'))?.state).toBe('notMet')
    expect(contrast(await run('supports', '2026-11-21'))).toMatchObject({
      state: 'cantTell',
      reviews: [{ settles: [], problems: ['expired on 2026-11-21'] }],
    })
  },
  120_000,
)

seen(
  'a review that was written into a record afterwards without its consequences is found by judging again',
  async () => {
    const met = await run('supports')
    const again = (record: RunRecord) => rejudge(JSON.stringify(record), { checks, catalogue })
    expect(await again(met)).toMatchObject({ differences: [], contradictions: [] })
    const without = met.requirements.map(({ reviews: _, ...result }) => result)
    expect((await again({ ...met, requirements: without })).contradictions).toContainEqual(
      'ACC-WCAG-1.4.3 is met; cantTell follows',
    )
  },
  120_000,
)
