import { cantTell, check, type Decision, failed, type PageDetails, passed } from '../../../runner/check.ts'
import { everyPage, visitEvery } from '../../shared/every-page.ts'
import { page } from '../../shared/examples.ts'
import { brokenPage, details, SUPPLIER } from '../../shared/page-examples.ts'

type SignIn = NonNullable<PageDetails['signIn']>
type Field = SignIn['fields'][number]

const password: Field = {
  purpose: 'password',
  selector: '#password',
  label: 'Password',
  type: 'password',
  autocomplete: 'current-password',
  boxes: 1,
  inParts: false,
  fill: 'kept',
  paste: 'taken',
}
const divs = 'a page of divs, 2026-11-22'
const seen = (field: Partial<Field> = {}, more: Partial<SignIn> = {}) => ({
  visit: page({}, [], {
    details: details({ signIn: { fields: [{ ...password, ...field }], otherWays: [], puzzles: [], ...more } }),
  }),
})

/** What one field asks of memory or of copying by eye. Autocomplete "off" alone does not: managers fill such fields, and they paste. */
function asks({
  purpose,
  label,
  selector,
  inParts,
  fill,
  paste,
  boxes,
}: Field): { key: string; sure: boolean; told: object } | undefined {
  const told = { actual: label || purpose, places: [selector] }
  if (inParts) return { key: 'in-parts', sure: true, told }
  if (paste === 'refused')
    return { key: fill === 'lost' ? 'nothing-helps' : 'paste-refused', sure: fill === 'lost', told }
  if (paste === 'cut' && boxes > 1) return { key: 'boxes', sure: false, told }
  return fill === 'lost' && purpose === 'password' ? { key: 'fill-lost', sure: false, told } : undefined
}

/**
 * Fields of a sign-in are pasted into by real keys and filled as a password manager does. A field that takes neither, some characters
 * of a password (failure F109), or a puzzle in words, fails where the page shows no other way in. One of the two ways is enough for
 * the clause, so that a field which takes only one is for a person; so are captchas, which may ask to recognise objects (3.3.8).
 */
export default check({
  id: 'accessibility/sign-in-memory',
  version: 2,
  title: 'Signing in needs neither memory nor copying by eye',
  verifies: { 'ACC-WCAG-3.3.8': 'part' },
  subjects: everyPage,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Let the fields of the sign-in be pasted into and filled by password managers, whole, and ask no puzzle.',
  probe: async ({ browser, subject }) => ({ visit: await visitEvery(browser, subject) }),

  judge: ({ visit: { finalUrl: at, details } }) => {
    const { fields = [], puzzles = [], otherWays = [] } = details?.signIn ?? {}
    const [way] = otherWays
    const found: Decision[] = [
      ...fields.flatMap(field => asks(field) ?? []),
      ...puzzles.map(({ kind, text }) => ({ key: kind, sure: kind === 'question', told: { actual: text } })),
    ].map(({ key, sure, told }) => {
      if (!sure) return cantTell(key, { at, ...told })
      return way ? cantTell('other-way', { at, ...told, way }) : failed(key, { at, ...told })
    })
    return found.length > 0 ? found : passed({ at })
  },

  messages: {
    'in-parts': 'The sign-in at {at} asks for single characters of a password: {actual}.',
    'nothing-helps': 'The field {actual} of {at} can be neither pasted into nor filled by a password manager.',
    question: 'The sign-in at {at} sets a puzzle: {actual}.',
    'paste-refused':
      'The field {actual} of {at} refuses what is pasted; a person has to tell whether password managers fill it.',
    'fill-lost': 'The field {actual} of {at} loses what a program fills in; a person has to try a password manager.',
    boxes: 'A person has to try to paste a code into the boxes of {actual} at {at}: the first takes one character.',
    captcha: 'A person has to look at the captcha of {at} ({actual}): what it asks, and whether there is another way.',
    'other-way':
      'What {actual} asks at {at} would fail; a person has to tell whether "{way}" leads in without memory or puzzle.',
  },
  examples: [
    { name: 'pasted and filled', from: SUPPLIER, outcome: 'passed', seen: seen({ autocomplete: 'off' }) },
    { name: 'nobody signs in here', from: SUPPLIER, outcome: 'passed', seen: { visit: page() } },
    {
      name: 'neither way',
      from: `${SUPPLIER}, defect password-typed-only`,
      outcome: 'failed',
      seen: seen({ paste: 'refused', fill: 'lost' }),
      keys: ['nothing-helps'],
    },
    {
      name: 'neither way, but NHS login',
      from: divs,
      outcome: 'cantTell',
      seen: seen({ paste: 'refused', fill: 'lost' }, { otherWays: ['Continue to NHS login'] }),
      keys: ['other-way'],
    },
    {
      name: 'three characters',
      from: divs,
      outcome: 'failed',
      seen: seen({ boxes: 3, inParts: true, paste: 'cut' }),
      keys: ['in-parts'],
    },
    {
      name: 'a sum',
      from: divs,
      outcome: 'failed',
      seen: seen({}, { puzzles: [{ kind: 'question', text: 'What is 3 + 4' }] }),
      keys: ['question'],
    },
    { name: 'no paste', from: divs, outcome: 'cantTell', seen: seen({ paste: 'refused' }), keys: ['paste-refused'] },
    { name: 'no filling', from: divs, outcome: 'cantTell', seen: seen({ fill: 'lost' }), keys: ['fill-lost'] },
    {
      name: 'six boxes',
      from: divs,
      outcome: 'cantTell',
      seen: seen({ purpose: 'code', boxes: 6, paste: 'cut' }),
      keys: ['boxes'],
    },
    {
      name: 'a captcha',
      from: divs,
      outcome: 'cantTell',
      seen: seen({}, { puzzles: [{ kind: 'captcha', text: 'reCAPTCHA' }] }),
      keys: ['captcha'],
    },
    { name: 'no keys for pasting', from: divs, outcome: 'passed', seen: seen({ paste: 'unknown' }) },
    { name: 'would not load', from: SUPPLIER, outcome: 'cantTell', seen: { visit: brokenPage() } },
  ],
})
