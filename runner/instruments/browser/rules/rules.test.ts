import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Hit } from '../../../../suites/shared/accessibility/hit.ts'
import { type Scanner, startScanner } from '../scanner.ts'
import { RULES_VERSION } from './index.ts'

/** One defect a page, beside the same page without it. */
const twins: readonly { rule: string; broken: string; right: string; outcome?: Hit['outcome'] }[] = [
  {
    rule: 'label-in-name',
    broken: '<button aria-label="Proceed to payment">Pay now</button>',
    right: '<button aria-label="Pay now, 3 items">Pay <b>now</b> (card)</button>',
  },
  {
    rule: 'viewport-zoom',
    broken: '<meta name="viewport" content="width=device-width, maximum-scale=1.5"><p>Text',
    right: '<meta name="viewport" content="width=device-width, maximum-scale=5, user-scalable=yes"><p>Text',
  },
  {
    rule: 'language/off6ek',
    broken: '<p>As they say, <q lang="de">the early bird is not what you think it is</q>.</p>',
    right: '<p>As they say, <q lang="de">Morgenstund ist nicht das, was man von ihr denkt</q>.</p>',
  },
  {
    rule: 'ways-past-repeated-content/cf77f2',
    broken: '<nav><a href="/other">Other</a></nav><div><p>What this page is about.</p></div>',
    right: '<nav><a href="/other">Other</a></nav><main><p>What this page is about.</p></main>',
  },
  {
    rule: 'image-of-text',
    broken: `<img alt="Book now" src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><text y='15'>Book now</text></svg>">`,
    right: `<img alt="A circle" src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><circle r='15'/></svg>">`,
  },
  {
    rule: 'presentational-children',
    broken: '<div role="switch" aria-checked="true" tabindex="0" aria-label="On"><a href="/more">more</a></div>',
    right: '<div role="switch" aria-checked="true" tabindex="0" aria-label="On"></div> <a href="/more">more</a>',
  },
  {
    rule: 'prohibited-naming',
    broken: '<span aria-label="three of five">★★★</span>',
    right: '<span role="img" aria-label="three of five">★★★</span>',
  },
  {
    rule: 'identical-targets/fd3a94',
    broken: '<p>Write <a href="/one">here</a> or call <a href="/two">here</a>.</p>',
    right: '<p>Write <a href="/one">here</a> or write <a href="/one?again">here</a>.</p>',
  },
  {
    rule: 'identical-targets/4b1c6c',
    broken: '<iframe title="Map" src="/one"></iframe><iframe title="Map" src="/two"></iframe>',
    right: '<iframe title="Map" src="/one"></iframe><iframe title="List" src="/two"></iframe>',
  },
  {
    rule: 'contrast-over-pictures',
    broken: '<p style="color:#888;background:linear-gradient(#fff,#eee)">Hard to read</p>',
    right: '<p style="color:#111;background:linear-gradient(#fff,#eee)">Easy to read</p>',
  },
  {
    rule: 'clipped-when-zoomed',
    broken: `<div style="overflow:hidden;height:1.4em">${'many words '.repeat(12)}</div>`,
    right: `<div style="overflow:hidden;min-height:1.4em">${'many words '.repeat(12)}</div>`,
  },
  {
    rule: 'focus-visible',
    broken: '<style>:focus{outline:none}</style><a href="/one">One</a>',
    right: '<style>:focus{outline:none}p:has(:focus){background:#fc0}</style><p><a href="/one">One</a></p>',
  },
  {
    rule: 'keyboard-trap',
    broken:
      '<a href="/a">A</a><input aria-label="x" onkeydown="if(event.key===\'Tab\')event.preventDefault()"><a href="/b">B</a>',
    right:
      '<a href="/a">A</a><input aria-label="x" onkeydown="if(event.key===\'Enter\')event.preventDefault()"><a href="/b">B</a>',
  },
]

const page = (body: string, title = 'Scratch page') =>
  `<!doctype html><html lang="en"><title>${title}</title>${body}</html>`
const contents: Record<string, string> = {
  '/one': page('<h1>Post</h1><p>Letters go to the town hall.</p>'),
  '/two': page('<h1>Telephone</h1><p>Somebody answers from nine to five.</p>', 'Telephone'),
}
twins.forEach(({ broken, right }, i) => {
  contents[`/${i}/broken`] = page(broken)
  contents[`/${i}/right`] = page(right)
})
const advice = 'Bring your prescription and your medicines to every appointment with the pharmacist.'
contents['/other-title'] = page(`<p>${advice}</p>`, 'Opening hours during winter')
contents['/own-title'] = page(`<h1>At the pharmacist</h1><p>${advice}</p>`, 'Appointments at the chemist')
contents['/short-title'] = page(`<p>${advice}</p>`, 'Opening hours')
contents['/other-title-with-field'] = page(
  `<p>${advice} <label>Town <input></label></p>`,
  'Opening hours during winter',
)
contents['/untitled'] = '<!doctype html><html lang="en"><p>Text</p><svg><title>None of the page</title></svg></html>'

let server: Server
let scanner: Scanner
let origin = ''
beforeAll(async () => {
  server = createServer((request, response) => {
    const body = contents[(request.url ?? '').split('?', 1)[0] ?? '']
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' }).end(body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  scanner = await startScanner({ engines: ['mustdo'], allowedOrigins: [origin], timeoutMs: 60_000 })
}, 120_000)
afterAll(async () => {
  await scanner?.close()
  server?.close()
})

const rulesAt = async (path: string): Promise<string[]> => {
  const { hits, engines, error } = await scanner.scan(`${origin}${path}`)
  expect(error).toBeUndefined()
  expect(engines).toEqual([{ engine: 'mustdo', version: RULES_VERSION }])
  return hits.filter(({ outcome }) => outcome === 'failed').map(({ rule }) => rule)
}

test.each(twins.map(({ rule }, i) => [rule, i] as const))(
  '%s finds its defect and leaves the correct twin alone',
  async (rule, i) => {
    expect(await rulesAt(`/${i}/broken`)).toContain(rule)
    expect(await rulesAt(`/${i}/right`)).not.toContain(rule)
  },
  120_000,
)

test('page-title: the title of a picture is none of the page', async () => {
  expect(await rulesAt('/untitled')).toContain('page-title')
}, 120_000)

test('title-describes: a title that has nothing of its page fails; where it may be a name or says it otherwise a person decides', async () => {
  const told = async (path: string) =>
    (await scanner.scan(`${origin}${path}`)).hits.filter(({ rule }) => rule === 'title-describes')
  expect(await told('/other-title')).toMatchObject([{ outcome: 'failed' }])
  expect(await told('/own-title')).toEqual([])
  for (const path of ['/short-title', '/other-title-with-field'])
    expect(await told(path)).toMatchObject([
      { outcome: 'cantTell', look: expect.stringContaining('describes the page') },
    ])
}, 120_000)

test('a page that does not answer is an error of its own', async () => {
  const { error, hits } = await scanner.scan(`${origin}/nowhere`)
  expect(error?.code).toBe('status-404')
  expect(hits).toEqual([])
}, 60_000)
