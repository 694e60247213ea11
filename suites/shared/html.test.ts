import { expect, test } from 'vitest'
import { parseHtml } from './html.ts'

test('a page that people made is read whole', () => {
  const page = parseHtml(`<ul>${'<li>one'.repeat(5_000)}</ul><!-- a note --><p title="x">text`)
  expect(page.querySelectorAll('li')).toHaveLength(5_000)
  expect(page.querySelector('p')?.getAttribute('title')).toBe('x')
})

test('the beginning of a comment in a script hides nothing that follows', () => {
  const page = parseHtml('<!-- closed --><script>const begin = "<!--"</script><a href="/terms">terms</a>')
  expect(page.querySelector('a')?.getAttribute('href')).toBe('/terms')
})

test('elements nested without end, and comments that never end, cost next to nothing', () => {
  const hostile = [
    '<a>'.repeat(300_000),
    '<div x="1">'.repeat(100_000),
    '<!--'.repeat(250_000),
    '<b>'.repeat(2_000),
    `<a ${'b='.repeat(400_000)}`,
    '<'.repeat(1_000_000),
  ]
  const began = performance.now()
  for (const page of hostile) parseHtml(page)
  expect(performance.now() - began).toBeLessThan(20_000)
  expect(parseHtml('<a>'.repeat(300_000)).querySelectorAll('a')).toHaveLength(0)
})
