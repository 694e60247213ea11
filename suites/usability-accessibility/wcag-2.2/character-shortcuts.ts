import { cantTell, check, failed, passed, type Shortcuts } from '../../../runner/check.ts'
import { behaving, judgeBehaviour, notLooked } from '../../shared/behaviour-seen.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { page } from '../../shared/examples.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'

const seen = (key?: string, does: Shortcuts['keys'][number]['does'] = 'moves', some: Partial<Shortcuts> = {}) =>
  behaving({
    shortcuts: {
      tried: 50,
      keys: key ? [{ key, does }] : [],
      nearlyAll: false,
      restless: false,
      settings: false,
      ...some,
    },
  })

/**
 * Letters, digits and signs do nothing while no part of the page has the keyboard (success criterion 2.1.4, failure F99). Where one
 * does and the page leads to settings, those may switch it off: a person looks. Keys in sequence, capital letters and shortcuts that
 * only exist after something was opened take a person.
 */
export default check({
  id: 'accessibility/character-shortcuts',
  version: 2,
  title: 'Single keys set nothing off that cannot be switched off',
  verifies: { 'ACC-WCAG-2.1.4': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Ask for Ctrl or Alt with the key, or let people switch single-key shortcuts off or change them.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),
  judge: ({ visit }) =>
    judgeBehaviour(visit, 'shortcuts', ({ keys, nearlyAll, restless, settings }, at) => {
      const acting = keys.filter(({ does }) => does !== 'keeps')
      const actual = keys.map(({ key }) => key).join(' ')
      if (nearlyAll) return [cantTell('any-key', { at })]
      if (acting.length > 0)
        return [settings ? cantTell('settings', { at, actual }) : failed('shortcut', { at, actual })]
      if (keys.length > 0) return [cantTell('kept', { at, actual })]
      return [restless ? cantTell('restless', { at }) : passed({ at })]
    }),
  messages: {
    shortcut:
      'At {at} single keys act on the whole page and nothing there leads to a way to switch them off: {actual}.',
    settings:
      'At {at} single keys act on the whole page; a person has to look whether its settings switch them off: {actual}.',
    kept: 'At {at} single keys are kept from the browser; a person has to look whether they are shortcuts: {actual}.',
    'any-key': 'At {at} nearly every key does something; a person has to look whether speech sets things off by it.',
    restless: 'At {at} the page changes by itself, so that what keys change could not be told: not evaluated.',
    'not-looked': notLooked,
  },
  examples: [
    { name: 'no key does anything', from: SUPPLIER, outcome: 'passed', seen: seen() },
    { name: 'a key that moves the focus', from: SUPPLIER, outcome: 'failed', seen: seen('/'), keys: ['shortcut'] },
    {
      name: 'a key on a page with settings',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: seen('m', 'changes', { settings: true }),
      keys: ['settings'],
    },
    { name: 'a key without effect', from: SUPPLIER, outcome: 'cantTell', seen: seen('s', 'keeps'), keys: ['kept'] },
    {
      name: 'typing anywhere searches',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: seen('a', 'moves', { nearlyAll: true }),
      keys: ['any-key'],
    },
    {
      name: 'a page that never rests',
      from: SUPPLIER,
      outcome: 'cantTell',
      seen: seen(undefined, 'moves', { restless: true }),
      keys: ['restless'],
    },
    { name: 'not measured', from: SUPPLIER, outcome: 'cantTell', seen: { visit: page() }, keys: ['not-looked'] },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})
