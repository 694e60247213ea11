// What a long run of pages keeps: one browser visits the example pages of govuk-frontend and nhsuk-frontend over and over, as runs visit
// pages, a few at a time, and the memory of the whole process tree is looked at on the way. Linux only. Needs dist/ (npm run bench:memory
// builds it). `--pages <n>` is 500 unless told; `--write` also writes docs/bench-memory.md. Ends with 1 when the last fifth needs
// more than a quarter above what the second fifth needed.
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { connectBrowser } from '../dist/runner/instruments/browser/connect.js'
import { launchBrowser } from '../dist/runner/instruments/browser/launch.js'
import { serveSite } from '../dist/runner/instruments/browser/test-site.js'
import { memoryMb } from '../fixtures/bench/process-tree.mjs'
import { examplePages, someOf } from './false-alarms/examples.mjs'

const { values } = parseArgs({ options: { pages: { type: 'string', default: '500' }, write: { type: 'boolean' } } })
const most = Number(values.pages)
if (process.platform !== 'linux' || !(most >= 50)) {
  console.error(
    'Memory is read from /proc. Expected Linux, and 50 pages or more. Next: npm run bench:memory -- --pages 100',
  )
  process.exit(2)
}
const PARTS = 5
const AT_ONCE = 4
const MOST_GROWTH = 1.25
const DIFFERENT = 20

const examples = await examplePages()
const site = await serveSite(examples)
const server = await launchBrowser({ trustedSpki: [site.spki] })
const visitor = await connectBrowser(server.wsEndpoint)
const paths = someOf(Object.keys(examples), DIFFERENT)
const parts = Array.from({ length: PARTS }, () => ({ all: 0, own: 0 }))
const failed = []
let begun = 0
try {
  const lane = async () => {
    while (begun < most) {
      const place = begun++
      const url = `${site.origin}${paths[place % paths.length]}?visit=${place}`
      const { error } = await visitor.visit({ url, allowedOrigins: [site.origin], timeoutMs: 60_000 })
      if (error) failed.push(`${url}: ${error.code}`)
      const now = memoryMb()
      const part = parts[Math.floor((place * PARTS) / most)]
      part.all = Math.max(part.all, now.all)
      part.own = Math.max(part.own, now.own)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
} finally {
  await visitor.close()
  await server.close()
  await site.close()
}
const text = [
  '| pages | most memory, browser and tool | of this the tool |',
  '| --- | --- | --- |',
  ...parts.map(({ all, own }, at) => {
    const range = `${(at * most) / PARTS + 1} to ${((at + 1) * most) / PARTS}`
    return `| ${range} | ${all.toFixed(0)} MB | ${own.toFixed(0)} MB |`
  }),
].join('\n')
console.log(
  `${text}\n\n${failed.length} of ${most} pages could not be looked at${failed.map(one => `\n${one}`).join('')}`,
)
if (values.write)
  writeFileSync(
    fileURLToPath(new URL('../docs/bench-memory.md', import.meta.url)),
    `# What a long run of pages keeps in memory\n\nWritten by \`npm run bench:memory -- --write\` (Node ${process.versions.node}, ${availableParallelism()} cores, ${process.platform}): ${most} visits of\n${paths.length} example pages of govuk-frontend and nhsuk-frontend in one browser, ${AT_ONCE} at a time, a context each. Memory is the proportional set size of\nthe whole process tree, looked at after each visit. ${failed.length} of the pages could not be looked at.\n\n${text}\n`,
  )
process.exitCode = failed.length > 0 || parts.at(-1).all > parts[1].all * MOST_GROWTH ? 1 : 0
