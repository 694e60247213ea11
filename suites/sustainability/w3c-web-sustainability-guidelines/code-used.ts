import { cantTell, check, failed, notApplicable, type PageVisit, passed } from '../../../runner/check.ts'
import { page } from '../../shared/examples.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'
import { visitPage } from '../../shared/visiting.ts'

type CodeUse = NonNullable<PageVisit['code']>[number]

/** Characters of scripts and styles below which nothing is to be gained. */
const SMALL = 20_000
/** Of the text of a minified file: strings of several lines and the like. */
const MOST_SPARE = 0.1
const share = (part: number, whole: number) => `${Math.round((100 * part) / whole)} %`
const sum = (code: readonly CodeUse[], of: (one: CodeUse) => number) => code.reduce((all, one) => all + of(one), 0)

/**
 * What a page loads of scripts and style sheets is minified, and it uses half of it or more by the time it is at rest. Files below
 * 20,000 characters, and less unused than that in all, are let be.
 */
export default check({
  id: 'sustainability/code-used',
  version: 1,
  title: 'Scripts and style sheets are minified, and half of them is used',
  verifies: { 'SUS-JS-001': 'all' },
  subjects: ({ pages }) => pages,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Minify scripts and style sheets when they are built, and load on each page what it uses.',
  probe: async ({ browser, subject }) => {
    const visit = await visitPage(browser, subject)
    return 'error' in visit && visit.error
      ? { visit }
      : 'code' in visit && visit.code?.length === 0
        ? notApplicable('the page loads no files of scripts or styles')
        : { visit }
  },

  judge: ({ visit }) => {
    const { code, finalUrl: at } = visit
    if (!code) return cantTell('not-watched', { at })
    const notMinified = code.filter(
      ({ characters, read = 0, spare = 0 }) => characters >= SMALL && spare > read * MOST_SPARE,
    )
    const all = sum(code, ({ characters }) => characters)
    const unused = sum(code, ({ characters, used }) => characters - used)
    const half = unused > SMALL && unused > all / 2
    return [
      ...(notMinified.length > 0
        ? [
            failed('not-minified', {
              at,
              expected: `at most ${MOST_SPARE * 100} %`,
              actual: share(
                sum(notMinified, ({ spare = 0 }) => spare),
                sum(notMinified, ({ read = 0 }) => read),
              ),
              places: notMinified.map(({ url }) => url),
            }),
          ]
        : []),
      ...(half
        ? [
            failed('unused', {
              at,
              expected: 'at most 50 %',
              actual: share(unused, all),
              places: [...code]
                .sort((a, b) => b.characters - b.used - (a.characters - a.used))
                .slice(0, 5)
                .map(({ url, characters, used }) => `${url} (${characters - used} of ${characters} characters)`),
            }),
          ]
        : []),
      ...(notMinified.length === 0 && !half
        ? [passed({ at, actual: `${share(unused, Math.max(all, 1))} unused` })]
        : []),
    ]
  },

  messages: {
    'not-minified': 'What {at} loads is not minified: {actual} of it is white space and comments.',
    unused: '{at} does not use {actual} of the scripts and style sheets that it loads.',
    'not-watched': 'The browser did not tell which of its scripts and style sheets {at} uses.',
  },
  examples: [
    {
      name: 'small',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { visit: seeing([file({ characters: 4_000, used: 900 })]) },
    },
    {
      name: 'used',
      from: 'a page of a booking service, 2026-11-23',
      outcome: 'passed',
      seen: { visit: seeing([file({ characters: 120_000, used: 61_000 })]) },
    },
    {
      name: 'half unused in two files',
      from: 'a page with a whole framework, 2026-11-23',
      outcome: 'failed',
      seen: {
        visit: seeing([
          file({ characters: 120_000, used: 20_000 }),
          file({ kind: 'script', url: 'https://product.example/a.js', characters: 30_000, used: 30_000 }),
        ]),
      },
    },
    {
      name: 'as it was written',
      from: `${SUPPLIER}, defect code-as-written`,
      outcome: 'failed',
      seen: { visit: seeing([file({ characters: 40_000, used: 39_000, read: 40_000, spare: 9_000 })]) },
    },
    {
      name: 'a record of before',
      from: 'a record of version 1',
      outcome: 'cantTell',
      seen: { visit: page() },
      keys: ['not-watched'],
    },
    {
      name: 'no files',
      from: 'a page of text, 2026-11-23',
      outcome: 'inapplicable',
      seen: notApplicable('the page loads no files of scripts or styles'),
    },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})

function file(some: Partial<CodeUse>): CodeUse {
  return {
    url: 'https://product.example/a.css',
    kind: 'style',
    characters: 0,
    used: 0,
    read: some.characters ?? 0,
    spare: 0,
    ...some,
  }
}

function seeing(code: readonly CodeUse[]): PageVisit {
  return { ...page(), code }
}
