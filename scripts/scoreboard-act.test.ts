/** The table of trust, learnt from scans and scored on cases that it was not learnt from; and the W3C's report. Needs dist/. */
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Case {
  readonly id: string
  readonly rule: string
  readonly ruleName: string
  readonly page: string
  readonly expected: 'failed' | 'passed' | 'inapplicable'
  readonly criteria: readonly string[]
}
interface Rule {
  readonly trust: string
  readonly found: number
  readonly falseAlarms: number
}
type Rules = Readonly<Record<string, Readonly<Record<string, Rule>>>>
interface Assertion {
  readonly subject: { readonly source: string }
  readonly result: { readonly outcome: string }
}

const isBuilt = existsSync(new URL('../dist/runner/cli.js', import.meta.url))
// Plain JavaScript without types; the compiler is not to look for any.
const script = (name: string) => import(new URL(name, import.meta.url).href)

const one = (id: string, expected: Case['expected'], rule = 'abc123'): Case => ({
  id,
  rule,
  ruleName: `Rule ${rule}`,
  page: `https://www.w3.org/${id}.html`,
  expected,
  criteria: ['1.1.1'],
})
const hit = (engine: string, rule: string, more: object = {}) => ({
  engine,
  rule,
  outcome: 'failed',
  act: ['abc123'],
  criteria: ['1.1.1'],
  soft: false,
  ...more,
})
const cases = [one('bad', 'failed'), one('worse', 'failed'), one('good', 'passed')]
const learnt = async (scans: object): Promise<Rules> => (await script('./scoreboard-act/trust.mjs')).learn(cases, scans)

test.skipIf(!isBuilt)(
  'A rule that finds and never cries in vain is trusted alone, where its engine is steady',
  async () => {
    const hits = [hit('qualweb', 'R1'), hit('accesslint', 'R1')]
    expect(await learnt({ bad: { hits } })).toEqual({
      qualweb: { R1: { trust: 'alone', found: 1, falseAlarms: 0 } },
      accesslint: { R1: { trust: 'agree', found: 1, falseAlarms: 0 } },
    })
  },
)

test.skipIf(!isBuilt)(
  'A rule that cried once needs a second voice; one that is wrong more often than right is a question',
  async () => {
    const rules = await learnt({
      bad: { hits: [hit('axe', 'once'), hit('axe', 'open', { outcome: 'cantTell' })] },
      good: { hits: [hit('axe', 'once'), hit('axe', 'never')] },
    })
    expect(rules['axe']).toEqual({
      once: { trust: 'agree', found: 1, falseAlarms: 1 },
      never: { trust: 'review', found: 0, falseAlarms: 1 },
    })
  },
)

test.skipIf(!isBuilt)(
  'What axe-core says beyond the cases is trusted for its makers, and no other engine is',
  async () => {
    const elsewhere = { act: ['zzz999'] }
    const rules = await learnt({ bad: { hits: [hit('axe', 'new', elsewhere), hit('qualweb', 'new', elsewhere)] } })
    expect([rules['axe']?.['new']?.trust, rules['qualweb']?.['new']?.trust]).toEqual(['alone', 'agree'])
  },
)

test.skipIf(!isBuilt)(
  'A half is never scored by what was learnt from itself, and each case is scored once in a split',
  async () => {
    const { heldOut } = await script('./scoreboard-act/trust.mjs')
    const many = Array.from({ length: 40 }, (_, n) => one(`case-${n}`, n % 2 === 0 ? 'failed' : 'passed'))
    const failing = many.filter(({ expected }) => expected === 'failed')
    // Each rule shows itself on one case alone: nothing learnt from the other half speaks for it.
    const alone = Object.fromEntries(failing.map(({ id }) => [id, { hits: [hit('qualweb', `only on ${id}`)] }]))
    expect(heldOut(many, alone)).toEqual({ found: 0, failing: 10 * failing.length, falseAlarms: 0 })
    expect(heldOut(many, alone)).toEqual(heldOut(many, alone))
  },
)

const resultFor =
  (results: Readonly<Record<string, string>>) =>
  ({ id }: Case) =>
    results[id] ?? 'nothing'

test.skipIf(!isBuilt)('A rule is complete, partial, inconsistent or untested by what became of its cases', async () => {
  const { perRule } = await script('./scoreboard-act/earl.mjs')
  const verdict = (results: Record<string, string>) => perRule(cases, resultFor(results))[0].verdict
  expect(verdict({ bad: 'failed', worse: 'failed' })).toBe('complete')
  expect(verdict({ bad: 'failed' })).toBe('partial')
  expect(verdict({ bad: 'cantTell' })).toBe('partial')
  expect(verdict({ bad: 'failed', worse: 'failed', good: 'failed' })).toBe('inconsistent')
  expect(verdict({})).toBe('untested')
})

test.skipIf(!isBuilt)(
  'The report has one assertion a case, and silence is passed only where the rule is looked at',
  async () => {
    const { earlReport } = await script('./scoreboard-act/earl.mjs')
    const list = [...cases, one('never', 'passed', 'def456')]
    const report = earlReport(list, resultFor({ bad: 'failed', worse: 'cantTell' }))
    const told = (report['@graph'] as Assertion[]).map(({ subject, result }) => [subject.source, result.outcome])
    expect(told).toEqual([
      ['https://www.w3.org/bad.html', 'earl:failed'],
      ['https://www.w3.org/worse.html', 'earl:cantTell'],
      ['https://www.w3.org/good.html', 'earl:passed'],
      ['https://www.w3.org/never.html', 'earl:untested'],
    ])
  },
)
