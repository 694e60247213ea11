import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RULES_VERSION } from './rules/index.ts'
import { file, html, type TestSite } from './test-site.ts'
import { hasBrowser, type TestVisits, testVisits } from './test-visits.ts'

/** The paragraph’s rule and the font are used, the last rule is not. */
const STYLE = '@font-face{font-family:A;src:url(/a.woff2)}p{color:#123}.other{top:1px}'
const SCRIPT =
  '/* Not kept\n * by a minifier. */\nfunction used() {\n  return 1\n}\nfunction never() {\n  return 22\n}\nused()\n'

const strict = {
  'content-security-policy':
    "default-src 'self'; style-src 'unsafe-inline'; script-src 'none'; require-trusted-types-for 'script'",
  'set-cookie': 'session=a-secret-value; Secure; HttpOnly; SameSite=Lax; Path=/',
}

const record = `<style>.skip{position:absolute;left:-999px}.skip:focus{left:0}.wide{width:600px}</style>
<a class="skip" href="#main">Skip to main content</a>
<header><nav aria-label="Main"><a href="/quiet">Quiet</a></nav></header>
<main id="main"><h1>Record</h1><h2>Details</h2><p lang="cy">Croeso</p>
<p>NHS number: <span>943</span> <span>476</span> <span>5919</span>, seen <time datetime="2026-11-22">22-Nov-2026</time></p>
<p style="width:6ch">999 000 1234</p><p class="wide">This paragraph is wider than a telephone.</p>
<form><label for="born">Date of birth</label><input id="born" name="born" type="date" autocomplete="bday" required></form>
<img id="bad" src="/dot.svg" width="20" height="10"><video muted autoplay loop preload="none" src="/film.mp4"></video></main>`

describe.skipIf(!hasBrowser)('what a visit reads of a live page', { timeout: 30_000 }, () => {
  let all: TestVisits
  let visit: TestVisits['visit']
  let site: TestSite
  beforeAll(async () => {
    all = await testVisits((_own, away) => ({
      '/record': html(record, strict),
      '/quiet': html('<main><h1>Quiet</h1><button>Do</button></main>'),
      '/framed': html(
        '<main><h1>Framed</h1><iframe id="outer" title="Details" src="/around" width="400" height="200"></iframe><iframe title="Away" src="/inside" hidden></iframe><iframe title="Film" src="OUTSIDE/film"></iframe><field-of-ours></field-of-ours></main><script>customElements.define("field-of-ours", class extends HTMLElement { connectedCallback() { this.attachShadow({ mode: "open" }).innerHTML = `<label for="ours">Town</label><input id="ours" autocomplete="address-level2">` } })</script>'.replace(
          'OUTSIDE',
          away,
        ),
      ),
      '/around': html('<iframe id="inner" title="Form" src="/inside" width="300" height="100"></iframe>'),
      '/inside': html('<label for="born">Date of birth</label><input id="born" autocomplete="bday">'),
      '/narrowed': html(
        '<main><h1>Narrowed</h1><p id="wide" style="width:900px">By script</p></main><script>addEventListener("resize", () => setTimeout(() => { wide.style.width = "auto" }, 400))</script>',
      ),
      '/ask': html('<main><h1>Ask</h1><form method="post" action="/sent"><button>Send</button></form></main>'),
      '/sent': html(
        '<main><h1>Sent</h1><button type="button">Again</button></main><script>addEventListener("keydown", () => fetch("/change", { method: "POST" }).catch(() => 0))</script>',
      ),
      '/code': html(
        '<link rel="stylesheet" href="/code.css"><script src="/code.js"></script><style>p{top:0}</style><p>Code</p>',
      ),
      '/code.css': file('text/css', STYLE),
      '/code.js': file('text/javascript', SCRIPT),
      '/late': html(
        '<main></main><script>setTimeout(() => document.querySelector("main").innerHTML = "<h1>Late</h1>", 400)</script>',
      ),
      '/timer': html(
        '<main><h1>Wait</h1></main><script>setTimeout(() => document.querySelector("main").innerHTML = "<h1>Drawn</h1>", 300)</script>',
      ),
      '/steps': html(
        '<main><h1>0</h1></main><script>let n = 0; const t = setInterval(() => { document.querySelector("h1").firstChild.data = ++n; if (n === 4) clearInterval(t) }, 300)</script>',
      ),
      '/clock': html(
        '<main><h1>Clock</h1><p id="c">0</p></main><script>setInterval(() => { c.textContent = Date.now() }, 100)</script>',
      ),
      '/waits': html('<h1>Waits</h1><img alt="" src="/silent">'),
      '/shadow':
        html(`<main><h1>Shadow</h1><my-part></my-part></main><script>customElements.define('my-part', class extends HTMLElement {
        connectedCallback() { this.attachShadow({ mode: 'open' }).innerHTML = '<a href="/quiet">In shadow</a><img src="/dot.svg">' }
      })</script>`),
      '/linking': html(
        '<main><h1>Leaflets</h1><a href="/a.pdf?token=x#page=2">Leaflet</a><a href="/a.pdf">Again</a><a href="/b.DOCX">Form</a><a href="/c.html">Page</a><a href="mailto:d@example.org">d.pdf</a></main>',
      ),
      '/many': html(
        `<main><h1>Many</h1>${'<p><a href="/quiet">Quiet</a> <label>Town <input></label></p>'.repeat(45)}</main>`,
      ),
      '/plenty': html(
        `<style>@keyframes a{to{left:9px}}</style><main><h1>Plenty</h1>${'<p style="background:linear-gradient(#fff,#eee)">Text</p>'.repeat(21)}${'<p><label>Town <input></label></p>'.repeat(101)}${'<i></i>'.repeat(3_000)}</main>`,
      ),
      '/countless': html(
        `<h1>Countless</h1>${'<b role="heading" aria-level="2">5 May 2026</b> '.repeat(1_001)}${'<img alt="">'.repeat(1_001)}`,
      ),
      '/dead-skip': html('<a href="#nowhere">Skip to content</a><main><h1>Dead</h1></main>'),
      '/gone': html('<h1>Gone</h1>', {}, 410),
      '/silent': () => undefined,
      '/dot.svg': (_request, response) => {
        response.writeHead(200, { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=60' })
        response.end('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>')
      },
    }))
    ;({ visit, site } = all)
  }, 60_000)
  afterAll(() => all?.close())

  test('fields in frames and in shadow trees are read like others; those of a frame that is not shown are not', async () => {
    const { details } = await visit('/framed')
    expect(details?.fields.map(({ selector, label, autocomplete }) => [selector, label, autocomplete])).toEqual([
      ['field-of-ours >>> #ours', 'Town', 'address-level2'],
      ['#outer >>> #inner >>> #born', 'Date of birth', 'bday'],
    ])
    // The film of another site, which is not fetched.
    expect(details?.framesUnread).toBe(1)
  })

  test('a page that makes itself narrow by script is given the time to', async () => {
    expect((await visit('/narrowed')).facts?.reflow).toEqual({ viewport: 320, scrollWidth: 320, offenders: [] })
  })

  test('a page that a journey leads to is read like any other, and what reading it sets off is not sent', async () => {
    const before = site.requests.length
    const seen = await visit('/ask', {
      journey: {
        name: 'send',
        step: 2,
        steps: [
          { does: 'go', url: `${site.origin}/ask` },
          { does: 'press', what: 'Send' },
        ],
        sendsTo: [site.origin],
      },
    })
    expect(seen).toMatchObject({ journey: { complete: true }, facts: { headings: [{ level: 1, text: 'Sent' }] } })
    expect(seen.engines.at(-1)).toEqual({ engine: 'mustdo', version: RULES_VERSION })
    expect(seen.wouldHaveSent).toMatchObject([{ method: 'POST', url: `${site.origin}/change` }])
    const posts = site.requests.slice(before).filter(({ method }) => method === 'POST')
    expect(posts.map(({ path }) => path)).toEqual(['/sent'])
  })

  test('of each file of scripts and styles it tells what was used, and what a minifier would leave out', async () => {
    const { code = [] } = await visit('/code')
    const never = SCRIPT.slice(SCRIPT.indexOf('function never'), SCRIPT.lastIndexOf('\nused()'))
    const kept = SCRIPT.split('\n')
      .slice(2)
      .map(line => line.trim())
      .join('')
    expect(code).toEqual([
      {
        url: `${site.origin}/code.js`,
        kind: 'script',
        characters: SCRIPT.length,
        used: SCRIPT.length - never.length,
        read: SCRIPT.length,
        spare: SCRIPT.length - kept.length,
      },
      {
        url: `${site.origin}/code.css`,
        kind: 'style',
        characters: STYLE.length,
        used: STYLE.indexOf('.other'),
        read: STYLE.length,
        spare: 0,
      },
    ])
  })

  test('audits and reads a page behind a strict content security policy', async () => {
    const seen = await visit('/record')
    expect(seen.error).toBeUndefined()
    expect(seen.status).toBe(200)
    expect(seen.engines.map(({ engine, error }) => error ?? engine)).toEqual(['axe', 'accesslint', 'mustdo'])
    const of = (name: string) => seen.hits.filter(({ rule }) => rule === name)
    expect(of('image-alt')).toMatchObject([{ engine: 'axe', outcome: 'failed', selector: '#bad' }])
    expect(of('text-alternatives/img-alt')).toMatchObject([{ engine: 'accesslint', selector: '#bad' }])
    expect(of('document-title')).toEqual([])
    expect(seen.facts).toMatchObject({
      title: 'Test page',
      lang: 'en-GB',
      headings: [
        { level: 1, text: 'Record' },
        { level: 2, text: 'Details' },
      ],
      landmarks: [
        { role: 'banner', name: '' },
        { role: 'navigation', name: 'Main' },
        { role: 'main', name: '' },
      ],
      firstStop: { text: 'Skip to main content', href: '#main', visible: true, movesTo: '#main' },
      reflow: { viewport: 320, offenders: ['.wide'] },
    })
    expect(seen.facts?.reflow.scrollWidth).toBeGreaterThan(600)
    expect(seen.facts?.text).toContain('Croeso')
    expect(seen.details).toMatchObject({
      settled: { complete: true },
      languages: [{ lang: 'cy', text: 'Croeso' }],
      fields: [{ type: 'date', label: 'Date of birth', autocomplete: 'bday', required: true }],
      images: [{ alt: null, natural: { width: 40 }, displayed: { width: 20, height: 10 }, format: 'image/svg+xml' }],
      media: [{ kind: 'video', autoplay: true, muted: true, loop: true, controls: false, preload: 'none' }],
    })
    expect(seen.details?.focusChanges).toContain('outline-style')
  })

  test('three visits find the same, one after the other and all at once', async () => {
    const found = ({ hits, behaviour, facts }: Awaited<ReturnType<typeof visit>>) =>
      JSON.stringify({ hits, behaviour, facts })
    const once = found(await visit('/record'))
    expect(once.length).toBeGreaterThan(1_000)
    expect(found(await visit('/record'))).toBe(once)
    for (const seen of await Promise.all([visit('/record'), visit('/record'), visit('/record')]))
      expect(found(seen)).toBe(once)
  })

  test('reads a number in several elements as one, and sees whether it breaks across lines', async () => {
    const { facts, details } = await visit('/record')
    expect(facts?.numbers.map(({ text, wraps }) => ({ text, wraps }))).toEqual([
      { text: '943 476 5919', wraps: false },
      { text: '999 000 1234', wraps: true },
    ])
    expect(details?.dates).toMatchObject([{ text: '22-Nov-2026', machine: '2026-11-22' }])
  })

  test('counts bytes on the wire, and names protocol, type and caching of every answer', async () => {
    const { resources } = await visit('/record')
    expect(resources.map(({ type, protocol, status }) => ({ type, protocol, status }))).toEqual([
      { type: 'document', protocol: 'h2', status: 200 },
      { type: 'image', protocol: 'h2', status: 200 },
      // Autoplay fetches the film in spite of preload="none".
      { type: 'media', protocol: 'h2', status: 404 },
    ])
    expect(resources[1]).toMatchObject({ contentType: 'image/svg+xml', cacheControl: 'max-age=60' })
    expect(resources[0]?.transferBytes).toBeGreaterThan(record.length)
  })

  test('keeps the attributes of a cookie and never its value', async () => {
    const seen = await visit('/record')
    expect(seen.details?.cookies).toEqual([
      {
        name: 'session',
        domain: '127.0.0.1',
        path: '/',
        secure: true,
        httpOnly: true,
        sameSite: 'Lax',
        expiresInDays: null,
      },
    ])
    expect(JSON.stringify(seen)).not.toContain('a-secret-value')
  })

  test('a picture that never comes does not cost the audit, but the page is said not to have settled', async () => {
    const seen = await visit('/waits', { timeoutMs: 12_000 })
    expect(seen.error).toBeUndefined()
    expect(seen.details?.settled.complete).toBe(false)
    expect(seen.facts?.headings).toEqual([{ level: 1, text: 'Waits' }])
  })

  test('looks into shadow trees', async () => {
    const seen = await visit('/shadow')
    expect(seen.hits.find(({ rule }) => rule === 'image-alt')?.selector).toBe('html > body > main > my-part >>> img')
    expect(seen.facts?.firstStop).toMatchObject({ text: 'In shadow', movesTo: '' })
  })

  test('waits for an application that draws itself after loading', async () => {
    expect((await visit('/late')).facts?.headings).toEqual([{ level: 1, text: 'Late' }])
  })

  test('waits for what a script draws by a timer, without a request, on a page that is not blank', async () => {
    const drawn = await visit('/timer')
    expect(drawn.facts?.headings).toEqual([{ level: 1, text: 'Drawn' }])
    expect(drawn.details?.settled.complete).toBe(true)
    expect((await visit('/steps')).facts?.headings).toEqual([{ level: 1, text: '4' }])
  })

  test('a page that never comes to rest is read at the limit, and says so', async () => {
    const seen = await visit('/clock')
    expect(seen.error).toBeUndefined()
    expect(seen.facts?.headings).toEqual([{ level: 1, text: 'Clock' }])
    expect(seen.details?.settled.complete).toBe(false)
    expect(seen.details?.settled.ms).toBeGreaterThanOrEqual(4_000)
    expect(seen.details?.settled.ms).toBeLessThan(6_000)
  })

  test('what keys and changes did not come to is for a person, and not passed over', { timeout: 120_000 }, async () => {
    const open = (hits: Awaited<ReturnType<typeof visit>>['hits']) =>
      hits.filter(({ outcome }) => outcome === 'cantTell').map(({ rule }) => rule)
    const acting = ['context-on-focus', 'context-on-input', 'focus-obscured', 'focus-visible', 'keyboard-trap']
    expect(
      open((await visit('/many', { timeoutMs: 50_000 })).hits)
        .filter(rule => acting.includes(rule))
        .sort(),
    ).toEqual(acting)
    const reading = ['contrast-over-pictures', 'label-seen', 'motion-goes-on']
    const plenty = open((await visit('/plenty', { timeoutMs: 50_000 })).hits)
    expect(reading.filter(rule => plenty.includes(rule))).toEqual(reading)
    const few = open((await visit('/record')).hits)
    expect(few.filter(rule => [...acting, ...reading].includes(rule))).toEqual([])
  })

  test('lists that a page goes on with are named; a page that has no more than is read names none', {
    timeout: 120_000,
  }, async () => {
    const { cut, facts, details } = await visit('/countless', { timeoutMs: 100_000 })
    expect(cut).toEqual(['facts.headings', 'details.images', 'details.dates'])
    expect([facts?.headings, details?.images, details?.dates].map(list => list?.length)).toEqual([1_000, 1_000, 500])
    expect(await visit('/record')).not.toHaveProperty('cut')
  })

  test('documents that a page links to are named, each once and without its query; a page that links to none names none', async () => {
    expect((await visit('/linking')).details?.documents).toEqual([`${site.origin}/a.pdf`, `${site.origin}/b.DOCX`])
    expect((await visit('/dead-skip')).details?.documents).toBeUndefined()
  })

  test('a skip link that leads nowhere moves to nothing', async () => {
    expect((await visit('/dead-skip')).facts?.firstStop).toMatchObject({ text: 'Skip to content', movesTo: '' })
  })

  test('an error page is a page, with its status', async () => {
    expect(await visit('/gone')).toMatchObject({ status: 410, facts: { headings: [{ level: 1, text: 'Gone' }] } })
  })
})
