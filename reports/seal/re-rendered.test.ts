/** The rung "re-rendered" by the pieces around the data says of every page what it says of the page as a whole. */
import { expect, test } from 'vitest'
import { asciiJson, isAsciiJson } from '../render/ascii.ts'
import { render, rendererDigest, surround } from '../render/render.ts'
import { record } from '../testing/parts.ts'
import { splitBody } from './grammar.ts'
import { reRendered } from './rungs.ts'

const plain = record({})
const renderer = rendererDigest()
const honest = record({
  tool: { ...plain.tool, renderer },
  target: { ...plain.target, product: 'Caf\u00e9 <EPR> \ud83d\ude80 \ud800' },
})
const page = render(honest)
const data = '<script type="application/json" id="record">'
const swap = (from: string, to: string) => {
  expect(page).toContain(from)
  return page.replace(from, () => to)
}

const pages: readonly (readonly [string, string, 'holds' | 'does not hold'])[] = [
  ['as it was rendered', page, 'holds'],
  ['another word on the page', swap('<body', '<body class="x"'), 'does not hold'],
  ['another style', swap('<style>', '<style>p{}'), 'does not hold'],
  ['another script', swap('</script>\n<script>', '</script>\n<script> '), 'does not hold'],
  ['a space before the data', swap(`${data}{`, `${data} {`), 'does not hold'],
  ['a letter of the data written as an escape', swap('"supplier":"', '"\\u0073upplier":"'), 'does not hold'],
  ['a member of the data twice', swap(`${data}{`, `${data}{"run":0,`), 'does not hold'],
  ['a member of the data that no reader knows', swap(`${data}{`, `${data}{"odd":0,`), 'holds'],
  ['a name that stands first, whatever its place', swap(`${data}{`, `${data}{"odd":0,"1":0,`), 'does not hold'],
  ['a prototype among the data', swap(`${data}{`, `${data}{"__proto__":{"a":1},`), 'holds'],
  ['a number written otherwise', swap('"requests":', '"odd":1e3,"requests":'), 'does not hold'],
  ['a capital in an escape', swap('Caf\\u00e9', 'Caf\\u00E9'), 'does not hold'],
  ['the end of the page cut', swap('</body>\n</html>\n', '</html>\n'), 'does not hold'],
]

test.each(pages)('%s', (_, text, state) => {
  const sealed = splitBody(Buffer.from(text, 'latin1'))
  const read = () => JSON.parse(sealed.record.toString('latin1'))
  const whole = reRendered(sealed, read, { rerender: render, renderer })
  expect(whole.state).toBe(state)
  expect(reRendered(sealed, read, { rerender: render, surround, renderer })).toEqual(whole)
})

test('JSON is compared item by item as it would be whole', () => {
  const odd = { a: [], b: {}, c: [[], {}, [1, [2]]], d: { e: [null, true, '<\u00e9\ud800>'] }, f: '', '': 0, 2: -0 }
  for (const value of [odd, [odd], [], {}, null, 'x', 0]) {
    const text = asciiJson(value)
    expect(isAsciiJson(text, JSON.parse(text))).toBe(true)
    for (const other of [`${text} `, ` ${text}`, text.slice(0, -1), text.slice(1), `${text}${text}`, ''])
      expect(isAsciiJson(other, JSON.parse(text)), other).toBe(false)
  }
})
