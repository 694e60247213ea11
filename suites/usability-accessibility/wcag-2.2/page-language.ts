import { cantTell, check, failed, passed } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { hit, page } from '../../shared/examples.ts'
import { languageOf } from '../../shared/language.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'
import { ruleDecisions } from '../../shared/page-rules.ts'

const english =
  'You can see your appointments and the letters that we have sent to you. This is not for use in an emergency.'

/** The html element names the language that the page is written in (success criterion 3.1.1): present, valid and the right one. */
export default check({
  id: 'accessibility/page-language',
  version: 7,
  title: 'Pages say in code which language they are in',
  verifies: { 'ACC-WCAG-3.1.1': 'all' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Write lang="en-GB", or the language the page is in, on the html element.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),

  judge: ({ visit }) => {
    const { finalUrl: at, facts } = visit
    const lang = facts?.lang.trim() ?? ''
    if (lang === '') return failed('no-language', { at })
    if (ruleDecisions(visit, '3.1.1', 'axe').some(({ outcome }) => outcome === 'failed'))
      return failed('language-unknown', { at, actual: lang })
    const written = languageOf(facts?.text ?? '')
    const declared = lang.split('-')[0]?.toLowerCase()
    if (written && written !== declared) return failed('language-differs', { at, expected: written, actual: lang })
    return written || declared === 'en' ? passed({ at }) : cantTell('language-not-known-here', { at, actual: lang })
  },

  messages: {
    'no-language': 'The html element of {at} has no lang.',
    'language-unknown': 'The lang "{actual}" of {at} is no language.',
    'language-differs': 'The lang of {at} is "{actual}", its text is in "{expected}".',
    'language-not-known-here': 'Whether the text of {at} is in "{actual}" could not be told.',
  },
  examples: [
    { name: 'English', from: SUPPLIER, outcome: 'passed', seen: { visit: page({ text: english }) } },
    { name: 'few words', from: SUPPLIER, outcome: 'passed', seen: { visit: page() } },
    {
      name: 'none',
      from: `${SUPPLIER}, defect page-without-language`,
      outcome: 'failed',
      seen: { visit: page({ lang: '' }) },
      keys: ['no-language'],
    },
    {
      name: 'not a language',
      from: SUPPLIER,
      outcome: 'failed',
      seen: {
        visit: page({ lang: 'english' }, [hit('html-lang-valid', 'failed', ['3.1.1'])]),
      },
      keys: ['language-unknown'],
    },
    {
      name: 'English page from a Dutch template',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { visit: page({ lang: 'nl', text: english }) },
      keys: ['language-differs'],
    },
    {
      name: 'a language with few words',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: { visit: page({ lang: 'ur', text: 'صفحہ' }) },
      keys: ['language-not-known-here'],
    },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})
