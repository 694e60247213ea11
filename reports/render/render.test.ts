import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { RunRecord } from '../record.ts'
import { finding, record, requirement, result, run } from '../testing/parts.ts'
import { richRecord } from '../testing/rich.ts'
import { render, rendererDigest } from './render.ts'
import { bundle } from './templates.ts'

const dataOf = (html: string): unknown => {
  const block = /<script type="application\/json" id="record">(.*)<\/script>\n/.exec(html)?.[1]
  return JSON.parse(block ?? '')
}

const hostile = [
  '</script><script>alert(1)</script>',
  '<!--seal:eyJ-->',
  '\n<!--seal:eyJ-->\n',
  '{{constructor}} {{> page}}',
  'a\u202eb\u200f\u2066c\ufeff',
  'nul\u0000 bell\u0007 del\u007f c1\u0085',
  '\u{1f600} Zo\u00eb \ud800',
  '"onmouseover="x" \'',
  'line\r\nbreak\ttab\u2028',
]

/** The rich record with one string put wherever a target or a supplier can put text. */
function poisoned(text: string): RunRecord {
  const rich = richRecord()
  return {
    ...rich,
    run: run({ operator: text, sampling: [text], notFollowed: [text], incompleteBecause: [text], complete: false }),
    target: { ...rich.target, product: text, supplier: text, hazards: [{ id: text, title: text, requirements: [] }] },
    assertions: rich.assertions.map(assertion => ({
      ...assertion,
      subject: { id: text, kind: text, url: text },
      findings: assertion.findings.map(found => ({
        ...found,
        id: text,
        message: text,
        at: text,
        actual: text,
        places: [text],
      })),
    })),
    bodies: { [text]: text },
    requirements: rich.requirements.map(one => ({ ...one, because: text, hazards: [text] })),
  }
}

test('the same record renders to the same bytes', () => {
  expect(render(richRecord())).toBe(render(richRecord()))
})

test('the page is printable ASCII and line feeds, and ends with </html> and a line feed', () => {
  for (const made of [richRecord(), ...hostile.map(poisoned)]) {
    const html = render(made)
    expect(html).toMatch(/^[\n -~]*$/)
    expect(html.endsWith('</body>\n</html>\n')).toBe(true)
  }
})

test('the data block parses back to the very record, hostile text included', () => {
  expect(dataOf(render(richRecord()))).toEqual(JSON.parse(JSON.stringify(richRecord())))
  for (const text of hostile) expect(dataOf(render(poisoned(text)))).toEqual(JSON.parse(JSON.stringify(poisoned(text))))
})

test('hostile text never becomes markup, a second data block or a seal', () => {
  for (const text of hostile) {
    const html = render(poisoned(text))
    expect(html.match(/<script/g)).toHaveLength(2)
    expect(html.match(/id="record"/g)).toHaveLength(1)
    expect(html).not.toContain('<!--')
    expect(html).not.toMatch(/<[^>]*\sonmouseover/)
  }
})

test('marks that reorder or hide text are made visible', () => {
  expect(render(poisoned('a\u202eb'))).toContain('a[U+202E]b')
  expect(render(poisoned('a\u0000b'))).toContain('a&#x2400;b')
})

test('the content policy names exactly the style and the script of the page, and nothing is loaded', () => {
  const html = render(richRecord())
  const hash = (text: string) => createHash('sha256').update(text).digest('base64')
  const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? ''
  const script = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? ''
  expect(html).toContain(`style-src 'sha256-${hash(style)}'; script-src 'sha256-${hash(script)}'`)
  expect(html).toContain("content=\"default-src 'none'; ")
  expect(html).not.toMatch(/ (src|srcset|style|onclick)="/)
  expect(html.match(/href="[^#][^"]*"/g)?.every(href => href.startsWith('href="https://standards.example/'))).toBe(true)
})

test('style and script keep to 12 kB each', () => {
  expect(bundle().style.length).toBeLessThanOrEqual(12_000)
  expect(bundle().script.length).toBeLessThanOrEqual(12_000)
})

test('a passed requirement costs at most 1.5 kB of page and a failed one 4 kB beside its body excerpts', () => {
  const ids = Array.from({ length: 400 }, (_, i) => `SEC-ONE-${String(i).padStart(3, '0')}`)
  const size = (count: number) =>
    render(
      record(
        {},
        ids.slice(0, count).map(id => requirement(id)),
      ),
    ).replace(/id="record">.*/, '').length
  expect((size(400) - size(200)) / 200).toBeLessThan(1_500)
})

test('element ids are unique, also when one finding speaks of two requirements', () => {
  const two = [requirement('A-1'), requirement('A-2')]
  const rich = richRecord()
  const both = record(
    {
      checks: [
        { ...(rich.checks[0] as RunRecord['checks'][number]), id: 'c', verifies: { 'A-1': 'all', 'A-2': 'all' } },
      ],
      assertions: [
        { ...(rich.assertions[0] as RunRecord['assertions'][number]), check: 'c', findings: [finding('abcdef')] },
      ],
      requirements: two.map(({ id }) => result(id, { state: 'notMet', assertions: ['a1'] })),
    },
    two,
  )
  for (const made of [both, rich]) {
    const ids = [...render(made).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
  }
})

test('every link inside the page has its target', () => {
  for (const html of [render(richRecord()), render(record())]) {
    const ids = new Set([...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id))
    const dead = [...html.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id).filter(id => !ids.has(id))
    expect(dead).toEqual([])
  }
})

test('every finding has its anchor', () => {
  const html = render(richRecord())
  for (const { findings } of richRecord().assertions)
    for (const { id } of findings) expect(html).toContain(`id="f-${id}"`)
})

test('a demonstration says so in its title and in a band that print repeats, and has no tier', () => {
  const html = render(richRecord({ run: run({ demo: true }) }))
  expect(html).toContain('<title>DEMONSTRATION: ')
  expect(html).toContain('<aside class="band" aria-label="Demonstration"><strong>DEMONSTRATION</strong>')
  expect(html).toContain('Tier: none: a demonstration')
  expect(bundle().style).toMatch(/@media print[\s\S]*\.demo \.band \{display: table-header-group/)
  expect(render(richRecord())).not.toContain('DEMONSTRATION')
})

test('trial-use clauses stand in a group of their own, after the others of their standard', () => {
  const html = render(record({}, [requirement('A-1', { trialUse: true }), requirement('A-2')]))
  expect(html).toMatch(/id="r-A-2"[\s\S]*>Trial-use clauses<[\s\S]*id="r-A-1"/)
  expect(render(record({}, [requirement('A-2')]))).not.toContain('Trial-use clauses')
})

test('the words that nobody may use are not on the page', () => {
  const html = render(richRecord())
    .replace(/<script[\s\S]*/, '')
    .replace(/<style[\s\S]*<\/style>/, '')
  expect(html).not.toMatch(/\b(certified|approved|compliant|compliance|score|rank(ed)?|WCAG pass)\b/i)
})

test('the cover says what withheld evidence costs whoever checks the report, and nothing where all is there', () => {
  const coverOf = (evidence?: 'shortened' | 'digests') =>
    render(record({ run: run(evidence ? { evidence } : {}) })).replace(/<\/header>[\s\S]*/, '')
  expect(coverOf('shortened')).toContain('Evidence shortened: judgements on long bodies cannot be repeated')
  expect(coverOf('digests')).toContain('Evidence withheld: nothing can be judged again or spot-checked')
  expect(coverOf()).not.toContain('Evidence ')
})

test('the renderer has one name, of 64 hex digits, which does not depend on the record', () => {
  expect(rendererDigest()).toMatch(/^[0-9a-f]{64}$/)
  expect(rendererDigest()).toBe(rendererDigest())
})

test('what a check was not asked about is said beside each requirement that it verifies', () => {
  const rich = richRecord()
  const [first] = rich.checks
  const leftOut = Array.from({ length: 14 }, (_, at) => `fhir:main/Type${at}`)
  const html = render({ ...rich, checks: rich.checks.map(one => (one === first ? { ...one, leftOut } : one)) })
  const asked = rich.assertions.filter(({ check }) => check === first?.id).length
  expect(html).toContain(`${first?.id} looked at ${asked} of ${asked + 14}; nothing is said of main/Type0, main/Type1,`)
  expect(html).toContain('main/Type11 and 2 more.')
})
