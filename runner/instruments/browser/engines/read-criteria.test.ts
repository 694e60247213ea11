import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { loadChecks } from '../../../../suites/registry.ts'
import { levelOf } from '../../../../suites/shared/accessibility/criteria.ts'
import { ruleCriteria } from '../rules/index.ts'

/** Criteria that a rule touches and no rule can decide. */
const leftToPersons: { readonly [criterion: string]: string } = {
  '1.2.1': 'accesslint asks for the word "transcript" beside the sound, wherever the alternative stands',
  '1.2.2': 'no engine hears whether a film speaks, or sees words drawn into it',
}

const require = createRequire(import.meta.url)
const axe = require('axe-core') as { getRules(): { ruleId: string; tags: string[] }[] }
const lint = require('@accesslint/core') as { rules: { id: string; wcag: string[]; tags?: string[] }[] }

const ofAxe = axe
  .getRules()
  .filter(({ tags }) => !tags.some(tag => /^(deprecated|experimental|best-practice)$/.test(tag)))
  .flatMap(({ tags }) =>
    tags.flatMap(tag => [/^wcag(\d)(\d)(\d+)$/.exec(tag)?.slice(1).join('.') ?? ''].filter(Boolean)),
  )
const ofLint = lint.rules.filter(({ tags }) => !tags?.includes('best-practice')).flatMap(({ wcag }) => wcag)

test('what an engine knows of a criterion of level A or AA, a check reads, or its reason is written here', async () => {
  const read = new Set((await loadChecks()).flatMap(({ verifies }) => Object.keys(verifies)))
  const known = new Set([...ofAxe, ...ofLint, ...ruleCriteria].filter(one => /^\d/.test(one) && levelOf(one) !== 'AAA'))
  expect(known.size).toBeGreaterThan(25)
  const unread = [...known].filter(one => one !== '4.1.1' && !read.has(`ACC-WCAG-${one}`)).sort()
  expect(unread).toEqual(Object.keys(leftToPersons))
})
