import { expect, test } from 'vitest'
import type { Example } from '../runner/check.ts'
import { findingsOf, rollUp } from '../runner/judging/judge.ts'
import { loadChecks } from './registry.ts'

const subject = { id: 'subject', kind: 'origin', url: 'https://product.example/' }
const checks = await loadChecks()

test.each(
  checks.flatMap(check =>
    (check.examples as Example<unknown>[]).map(example => [check.id, example.name, check, example] as const),
  ),
)('%s: %s', (_id, _name, check, example) => {
  const findings = findingsOf(check, example.seen, example.subject ?? subject)
  expect(findings.filter(({ key }) => key === 'judge-threw')).toEqual([])
  expect(rollUp(findings)).toBe(example.outcome)
  if (example.keys) expect(findings.map(({ key }) => key)).toEqual(example.keys)
  for (const { message } of findings) expect(message, 'a template parameter was not filled').not.toMatch(/\{\w+\}/)
})

test.each(checks.map(check => [check.id, check] as const))(
  '%s has examples that pass, fail, and give no ground',
  (_id, check) => {
    const outcomes = new Set(check.examples.map(({ outcome }: Example<unknown>) => outcome))
    expect(outcomes).toContain('passed')
    expect(outcomes).toContain('failed')
    expect(outcomes.has('cantTell') || outcomes.has('untested') || outcomes.has('inapplicable')).toBe(true)
  },
)

test.each(checks.map(check => [check.id, check] as const))('%s shows every message it can give', (_id, check) => {
  const shown = new Set(
    check.examples.flatMap(({ seen, subject: own }: Example<unknown>) =>
      findingsOf(check, seen, own ?? subject).map(({ key }) => key),
    ),
  )
  expect(Object.keys(check.messages).filter(key => !shown.has(key))).toEqual([])
})
