// Pages built from the first example of each component that `govuk-frontend` and `nhsuk-frontend` ship: pages that are meant to be right.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { x as extract } from 'tar'

const root = fileURLToPath(new URL('../..', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'mustdo-examples-'))
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))
/** The releases that were read by hand; a newer one may hold other examples. */
export const packages = { 'govuk-frontend': '5.14.0', 'nhsuk-frontend': '10.6.1' }

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

const file = (type, path) => (_request, response) => {
  response.writeHead(200, { 'content-type': type })
  response.end(readFileSync(path))
}

/** Pages, styles and scripts by their path, for `serveSite`; of the named packages, else of both. */
export async function examplePages(named = []) {
  const folders = named.length > 0 ? named : await Promise.all(Object.entries(packages).map(folderOf))
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
  return pages
}

/** Of these paths those of pages, `most` of them, spread evenly. */
export function someOf(paths, most = Number.MAX_SAFE_INTEGER) {
  const all = paths.filter(path => !/\.(css|js)$/.test(path))
  return all.filter((_, at) => Math.floor((at * most) / all.length) !== Math.floor(((at - 1) * most) / all.length))
}
