/**
 * `node scripts/false-alarms.mjs [<most>] <package> …` after `npm run build`: builds a page from the first example of each component that
 * `govuk-frontend` or `nhsuk-frontend` ships, visits it as a run does, and prints what the checks of pages would fail on it. Every
 * line is for reading by hand: a defect of the example, or a false alarm of ours. A number says how many pages to take, spread evenly.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { launchBrowser } from '../dist/runner/instruments/browser/launch.js'
import { serveSite } from '../dist/runner/instruments/browser/test-site.js'
import { connectBrowser } from '../dist/runner/instruments/browser/visit.js'
import { findingsOf } from '../dist/runner/judging/judge.js'
import { checkFiles } from '../dist/suites/registry.js'

const most = Number(process.argv.find(word => /^\d+$/.test(word)) ?? Number.MAX_SAFE_INTEGER)
const folders = process.argv.slice(2).filter(word => !/^\d+$/.test(word))
if (folders.length === 0) {
  console.error(
    'No package was named. Expected the folder of govuk-frontend or nhsuk-frontend. Next: node scripts/false-alarms.mjs node_modules/nhsuk-frontend',
  )
  process.exit(2)
}

const file = (type, path) => (_request, response) => {
  response.writeHead(200, { 'content-type': type })
  response.end(readFileSync(path))
}
const pages = {}
for (const folder of folders) {
  const house = basename(readdirSync(join(folder, 'dist')).find(name => /^(govuk|nhsuk)$/.test(name)) ?? '')
  const root = join(folder, 'dist', house)
  pages[`/${house}.css`] = file('text/css', join(root, `${house}-frontend.min.css`))
  pages[`/${house}.js`] = file('text/javascript', join(root, `${house}-frontend.min.js`))
  for (const component of readdirSync(join(root, 'components'), { withFileTypes: true })) {
    if (!component.isDirectory()) continue
    const examples = JSON.parse(
      readFileSync(join(root, 'components', component.name, 'fixtures.json'), 'utf8'),
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
const tell = (path, check, seen) => {
  for (const finding of findingsOf(check, seen, { id: path, kind: 'page', url: site.origin + path })) {
    counts[finding.outcome] = (counts[finding.outcome] ?? 0) + 1
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
