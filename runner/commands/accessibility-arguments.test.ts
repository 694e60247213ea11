/** What is said to wrong words on the line of `mustdo accessibility`: exit 2, the word, what was expected, and no browser. */
import { expect, test } from 'vitest'
import { isBuilt, mustdo, temporaryFolder } from './testing.ts'

const page = 'https://www.example.org/'
const wrong: [string, readonly string[], RegExp][] = [
  ['no address', [], /url/],
  ['an address without its scheme', ['www.example.org'], /"www\.example\.org" is no address of a page.*https:\/\//],
  ['a file', ['file:///etc/hosts'], /"file:\/\/\/etc\/hosts" is no address of a page/],
  ['one wrong address among right ones', [page, 'nowhere'], /"nowhere" is no address of a page/],
  ['a set of engines that there is not', [page, '--engines', 'all'], /--engines is "all"\. Expected small or full/],
  ['an origin that is none', [page, '--origin', 'cdn'], /"cdn" is no address/],
  ['no patience', [page, '--timeout', '0'], /--timeout is "0"\. Expected a number above 0/],
  ['a flag that there is not', [page, '--level', 'AAA'], /Unknown option '--level'/],
]

test.skipIf(!isBuilt).each(wrong)('accessibility refuses %s', { timeout: 60_000 }, async (_, words, says) => {
  const { code, stdout, stderr } = await mustdo(temporaryFolder(), ['accessibility', ...words])
  expect(code).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toMatch(says)
  expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+/m)
})
