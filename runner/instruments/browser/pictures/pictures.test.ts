import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectBrowser, type PageBrowser } from '../connect.ts'
import { findBrowser, thisMachine } from '../find.ts'
import { type BrowserServer, launchBrowser } from '../launch.ts'
import { type Answer, serveSite, type TestSite } from '../test-site.ts'
import { coversFor } from './covers.ts'
import { looksPrivate } from './private-text.ts'

const SECRET = 'kestrel-Fjord-harbour'
const found = findBrowser(thisMachine())

/** A picture without an alternative text, blue words that may be seen, and `near` it something red that may not. */
const html =
  (near: string): Answer =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    response.end(`<!doctype html><html lang="en-GB"><head><title>A page</title><style>
b, input, .drawn::before { color: #f00; font: 20px sans-serif } i { color: #00f; font: 20px sans-serif }
.drawn::before { content: "${SECRET}" }</style></head><body><main><h1>A page</h1>
<div id="part" style="position:relative">${near}<br><i>Plain words</i><img id="bad" src="/dot.svg" style="position:absolute;top:0;left:0;width:400px;height:100px"></div>
</main></body></html>`)
  }

const hidden = {
  '/text': `<b>${SECRET}</b>`,
  '/upper': `<b style="text-transform:uppercase">${SECRET}</b>`,
  '/drawn': '<span class="drawn"></span>',
  '/field': `<label>Word <input value="${SECRET}"></label>`,
  '/shadow': `<span id="host"></span><script>document.getElementById('host').attachShadow({ mode: 'closed' }).innerHTML =
    '<b style="color:#f00;font:20px sans-serif">${SECRET}</b>'</script>`,
  '/number': '<b>943 476 5919</b>',
  '/born': '<b>born 5 March 1961</b>',
  '/canvas': `<canvas id="c" width="300" height="40"></canvas><script>const d = document.getElementById('c').getContext('2d')
    d.fillStyle = '#f00'; d.font = '20px sans-serif'; d.fillText('${SECRET}', 0, 30)</script>`,
  '/made': `<img alt="" width="100" height="30" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Crect width='90' height='30' fill='%23f00'/%3E%3C/svg%3E">`,
}
const split = `<b>${SECRET.slice(0, 8)}</b><b>${SECRET.slice(8)}</b>`

describe.skipIf(!found.found)('pictures of elements', { timeout: 60_000 }, () => {
  let site: TestSite
  let server: BrowserServer
  let browser: PageBrowser
  let reader: Browser

  beforeAll(async () => {
    site = await serveSite({
      ...Object.fromEntries(Object.entries(hidden).map(([path, near]) => [path, html(near)])),
      '/split': html(split),
      '/plain': html('<b>Nothing to hide</b>'),
      '/dot.svg': (_request, response) => {
        response.writeHead(200, { 'content-type': 'image/svg+xml' })
        response.end('<svg xmlns="http://www.w3.org/2000/svg"/>')
      },
    })
    server = await launchBrowser({ trustedSpki: [site.spki] })
    browser = await connectBrowser(server.wsEndpoint)
    const { chromium } = await import('playwright-core')
    reader = await chromium.connect(server.wsEndpoint)
  })
  afterAll(async () => {
    await reader?.close()
    await browser?.close()
    await server?.close()
    await site?.close()
  })

  const shots = async (path: string, most = 4) => {
    const secret = (text: string) => text.toLowerCase().includes(SECRET.toLowerCase())
    const seen = await browser.visit({
      url: site.origin + path,
      allowedOrigins: [site.origin],
      timeoutMs: 30_000,
      pictures: { most, secret },
    })
    return seen.shots
  }

  /** How many pixels of a picture are more red, and more blue, than anything else. */
  const colours = async (data: string) => {
    const page = await reader.newPage()
    try {
      return await page.evaluate(async base64 => {
        const image = new Image()
        image.src = `data:image/webp;base64,${base64}`
        await image.decode()
        const canvas = document.createElement('canvas')
        canvas.width = image.width
        canvas.height = image.height
        const drawing = canvas.getContext('2d') as CanvasRenderingContext2D
        drawing.drawImage(image, 0, 0)
        const { data: pixels } = drawing.getImageData(0, 0, image.width, image.height)
        let red = 0
        let blue = 0
        for (let at = 0; at < pixels.length; at += 4) {
          const [r = 0, g = 0, b = 0] = pixels.slice(at, at + 3)
          if (r > g + 60 && r > b + 60) red++
          if (b > g + 60 && b > r + 60) blue++
        }
        return { red, blue, width: image.width, height: image.height }
      }, data)
    } finally {
      await page.close()
    }
  }

  test('the element is pictured with what lies around it, small', async () => {
    const [shot] = (await shots('/plain'))?.taken ?? []
    expect(shot).toMatchObject({ selector: '#bad', type: 'image/webp', covered: 0 })
    const { red, blue, width, height } = await colours(shot?.data ?? '')
    expect({ width, height }).toEqual({ width: shot?.width, height: shot?.height })
    expect(red).toBeGreaterThan(50)
    expect(blue).toBeGreaterThan(50)
    expect(Buffer.byteLength(shot?.data ?? '', 'base64')).toBeLessThan(15_000)
  })

  test.each(Object.keys(hidden))('what is private is covered: %s', async path => {
    const [shot] = (await shots(path))?.taken ?? []
    expect(shot?.covered).toBeGreaterThan(0)
    const { red, blue } = await colours(shot?.data ?? '')
    expect(red).toBe(0)
    expect(blue).toBeGreaterThan(50)
  })

  test('no picture of a page that spreads a secret over several elements', async () => {
    expect((await shots('/split'))?.taken).toEqual([])
  })

  test('none is taken where none may be, and how many there would be is said', async () => {
    expect(await shots('/plain', 0)).toMatchObject({ taken: [] })
    expect((await shots('/plain', 0))?.left).toBeGreaterThan(0)
  })
})

test('numbers, dates, postcodes, addresses and keys look private; plain words do not', () => {
  for (const text of ['943 476 5919', '01/02/1990', 'LS1 4AP', 'a@example.org', '22-Nov-2026', 'eyJhbGciOiJFUzI1NiJ9'])
    expect(looksPrivate(text), text).toBe(true)
  for (const text of [
    'Skip to main content',
    'Step 2 of 5',
    'Book an appointment',
    'Page 12',
    'accessibility statement',
  ])
    expect(looksPrivate(text), text).toBe(false)
})

test('a snapshot without a document has nothing to cover', () => {
  expect(coversFor({ strings: [], documents: [] }, { x: 0, y: 0, width: 1, height: 1 }, () => false)).toEqual([])
})
