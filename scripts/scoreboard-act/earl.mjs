// The ACT implementation report: what this tool says of each test case, as the W3C reads it (EARL in JSON-LD).
import { version } from '../../dist/runner/version.js'

/**
 * Per rule: `complete` where every failing case is found and none cried at, `partial` where some are found and none cried at,
 * `inconsistent` where one is cried at, `untested` where nothing is ever said of it.
 */
export function perRule(cases, resultFor) {
  const rules = new Map()
  for (const one of cases) {
    const entry = rules.get(one.rule) ?? {
      rule: one.rule,
      name: one.ruleName,
      failing: 0,
      found: 0,
      asked: 0,
      alarms: 0,
    }
    const result = resultFor(one)
    if (one.expected === 'failed') entry.failing++
    if (one.expected === 'failed' && result === 'failed') entry.found++
    if (result === 'cantTell') entry.asked++
    if (one.expected !== 'failed' && result === 'failed') entry.alarms++
    rules.set(one.rule, entry)
  }
  return [...rules.values()]
    .sort((a, b) => (a.rule < b.rule ? -1 : 1))
    .map(({ rule, name, failing, found, asked, alarms }) => ({
      rule,
      name,
      counts: `${found}/${failing}${alarms > 0 ? ` !${alarms}` : ''}`,
      verdict:
        alarms > 0
          ? 'inconsistent'
          : failing > 0 && found === failing
            ? 'complete'
            : found > 0 || asked > 0
              ? 'partial'
              : 'untested',
    }))
}

const OUTCOMES = { failed: 'earl:failed', cantTell: 'earl:cantTell' }

const testedIn = (cases, resultFor) =>
  new Set(perRule(cases, resultFor).flatMap(({ rule, verdict }) => (verdict === 'untested' ? [] : [rule])))

/** One assertion per test case. Silence says "passed" only of rules that are looked at: of any other it is "untested". */
export const earlReport = (cases, resultFor, tested = testedIn(cases, resultFor)) => ({
  '@context': 'https://act-rules.github.io/earl-context.json',
  '@graph': cases.map(one => ({
    '@type': 'Assertion',
    mode: 'earl:automatic',
    assertedBy: {
      '@type': ['earl:Assertor', 'earl:Software', 'doap:Project'],
      '@id': 'https://www.npmjs.com/package/mustdo',
      name: 'mustdo',
      release: { '@type': 'doap:Version', revision: version },
    },
    subject: { '@type': ['earl:TestSubject', 'sch:WebPage'], source: one.page },
    test: {
      '@type': 'earl:TestCase',
      title: one.ruleName,
      '@id': `https://www.w3.org/WAI/standards-guidelines/act/rules/${one.rule}/`,
    },
    result: {
      '@type': 'earl:TestResult',
      outcome: OUTCOMES[resultFor(one)] ?? (tested.has(one.rule) ? 'earl:passed' : 'earl:untested'),
    },
  })),
})
