/**
 * `npm run false-alarms -- [<most>] [--write] [<package folder> …]`: builds a page from the first example of each component that
 * `govuk-frontend` and `nhsuk-frontend` ship, visits it as a run does, and prints what the checks of pages would fail on it. Without
 * folders it takes both packages from node_modules, else from npm into a folder of its own, which it removes. A number says how many
 * pages to take, spread evenly. Every failure is read by hand: a defect of the example, or a false alarm of ours. What was read stands
 * in false-alarms-read.yaml beside this file; one that does not ends the command with 1. `--write` writes docs/false-alarms.md.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { x as extract } from 'tar'
import { parse } from 'yaml'
import { launchBrowser } from '../dist/runner/instruments/browser/launch.js'
import { serveSite } from '../dist/runner/instruments/browser/test-site.js'
import { connectBrowser } from '../dist/runner/instruments/browser/visit.js'
import { findingsOf } from '../dist/runner/judging/judge.js'
import { checkFiles } from '../dist/suites/registry.js'

const most = Number(process.argv.find(word => /^\d+$/.test(word)) ?? Number.MAX_SAFE_INTEGER)
const named = process.argv.slice(2).filter(word => !/^(\d+|--.*)$/.test(word))
const root = fileURLToPath(new URL('..', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'mustdo-examples-'))
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))
/** The releases that were read by hand; a newer one may hold other examples. */
const packages = { 'govuk-frontend': '5.14.0', 'nhsuk-frontend': '10.6.1' }

/** A package's folder: the installed one, else unpacked from npm. */
async function folderOf([name, version]) {
  const installed = join(root, 'node_modules', name)
  if (existsSync(installed)) return installed
  const into = join(scratch, name)
  mkdirSync(into)
  const packed = spawnSync('npm', ['pack', '--silent', `${name}@${version}`], { cwd: into, encoding: 'utf8' })
  const archive = readdirSync(into).find(file => file.endsWith('.tgz'))
  if (!archive) {
    console.error(`${name} could not be fetched: ${packed.stderr}. Expected npm to give it. Next: name its folder.`)
    process.exit(2)
  }
  await extract({ file: join(into, archive), cwd: into })
  return join(into, 'package')
}
const folders = named.length > 0 ? named : await Promise.all(Object.entries(packages).map(folderOf))

const file = (type, path) => (_request, response) => {
  response.writeHead(200, { 'content-type': type })
  response.end(readFileSync(path))
}
const pages = {}
for (const folder of folders) {
  const house = basename(readdirSync(join(folder, 'dist')).find(name => /^(govuk|nhsuk)$/.test(name)) ?? '')
  const dist = join(folder, 'dist', house)
  pages[`/${house}.css`] = file('text/css', join(dist, `${house}-frontend.min.css`))
  pages[`/${house}.js`] = file('text/javascript', join(dist, `${house}-frontend.min.js`))
  for (const component of readdirSync(join(dist, 'components'), { withFileTypes: true })) {
    if (!component.isDirectory()) continue
    const examples = JSON.parse(
      readFileSync(join(dist, 'components', component.name, 'fixtures.json'), 'utf8'),
    ).fixtures
    const html = examples.find(example => !example.hidden)?.html ?? ''
    const whole = /header|footer|skip-link|service-navigation|cookie-banner/.test(component.name)
    pages[`/${house}/${component.name}`] =
      `<!doctype html><html lang="en" class="${house}-template"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${component.name} - Example</title><link rel="stylesheet" href="/${house}.css"></head>
<body class="${house}-template__body"><script>document.body.className += ' js-enabled ${house}-frontend-supported'</script>
<a href="#content" class="${house}-skip-link" data-module="${house}-skip-link">Skip to main content</a><header><p>Example service</p></header><nav aria-label="Example"><a href="/">Home</a></nav>${whole ? html : ''}
<div class="${house}-width-container"><main class="${house}-main-wrapper" id="content"><h1 class="${house}-heading-l">Example of ${component.name}</h1>${whole ? '' : html}
<p class="${house}-body">More of the page.</p></main></div><footer><p>An example.</p></footer><script type="module">import { initAll } from '/${house}.js'; initAll()</script></body></html>`
  }
}

const loaded = await Promise.all(
  checkFiles()
    .filter(path => /usability-accessibility|sustainability/.test(path))
    .map(path => import(path)),
)
const judging = start =>
  loaded
    .map(({ default: check }) => check)
    .filter(({ needs, judge }) => needs?.includes('browser') && start.test(judge.toString()))
const checks = judging(/^\(\{\s*visit\b/)
const ofSites = judging(/^\(\{\s*visits\s*\}, \{\s*url\b/)
const site = await serveSite(pages)
const server = await launchBrowser({ trustedSpki: [site.spki] })
const browser = await connectBrowser(server.wsEndpoint)
const all = Object.keys(pages).filter(path => !/\.(css|js)$/.test(path))
const paths = all.filter((_, at) => Math.floor((at * most) / all.length) !== Math.floor(((at - 1) * most) / all.length))
const counts = { passed: 0, failed: 0, cantTell: 0 }
const visits = []
const alarms = []
const tell = (path, check, seen) => {
  for (const finding of findingsOf(check, seen, { id: path, kind: 'page', url: site.origin + path })) {
    counts[finding.outcome] = (counts[finding.outcome] ?? 0) + 1
    if (finding.outcome === 'failed')
      alarms.push({ page: path, check: check.id, places: (finding.places ?? []).join(', '), said: finding.message })
    if (finding.outcome === 'failed' || finding.key === 'rule-open')
      console.log(`${finding.outcome} ${path} ${check.id}: ${finding.message} ${(finding.places ?? []).join('; ')}`)
  }
}
const look = async path => {
  const visit = await browser.visit({ url: site.origin + path, allowedOrigins: [site.origin], timeoutMs: 60_000 })
  if (visit.error) console.log(`${path}: ${visit.error.message}`)
  else visits.push({ ...visit, as: null })
  for (const check of checks) tell(path, check, { visit })
}
const queue = [...paths]
await Promise.all(
  [0, 1].map(async () => {
    for (let path = queue.shift(); path; path = queue.shift()) await look(path)
  }),
)
for (const check of ofSites) tell('/', check, { visits })
console.log(`\n${paths.length} pages, ${checks.length + ofSites.length} checks:`, counts)
await browser.close()
await server.close()
await site.close()

const read = parse(readFileSync(new URL('false-alarms-read.yaml', import.meta.url), 'utf8'))
/** Why a failure is true: as read for this page, or for every page on which this check says the same. */
const whyTrue = ({ page, check, said }) =>
  read.find(one => one.check === check && (one.pages?.includes(page) ?? said.includes(one.says)))?.because
/** Pages by name; where it is all pages of a package, that. */
function pagesOf(own) {
  const failed = new Set(own.map(({ page }) => page))
  return ['govuk', 'nhsuk']
    .flatMap(house => {
      const whole = paths.filter(path => path.startsWith(`/${house}/`))
      const some = whole.filter(path => failed.has(path))
      return whole.length > 0 && some.length === whole.length ? [`all ${whole.length} of /${house}`] : some
    })
    .join(', ')
}
const unread = alarms.filter(alarm => !whyTrue(alarm))
for (const { page, check } of unread) console.log(`not read by hand: ${page} ${check}`)
if (process.argv.includes('--write')) {
  const causes = new Map()
  for (const alarm of alarms) {
    const cause = `${alarm.check} | ${whyTrue(alarm) ?? 'not read yet'}`
    causes.set(cause, [...(causes.get(cause) ?? []), alarm])
  }
  const rows = [...causes].map(([cause, own]) => `| ${cause} | ${own.length} | ${pagesOf(own)} |`).sort()
  const page = [
    '# False alarms',
    '',
    'Generated by `npm run false-alarms -- --write`; do not edit.',
    '',
    `${paths.length} pages built from the examples of ${Object.keys(packages).join(' and ')}, ${checks.length + ofSites.length} checks:`,
    `${counts.passed} passed, ${counts.failed} failed, ${counts.cantTell} could not be told. Of the failed, ${alarms.length - unread.length} were read by hand and are true, ${unread.length} are not read yet.`,
    '',
    '| check | why it is true | failed | pages |',
    '| --- | --- | --- | --- |',
    ...rows,
  ]
  writeFileSync(join(root, 'docs', 'false-alarms.md'), `${page.join('\n')}\n`)
}
process.exit(unread.length > 0 ? 1 : 0)
