import {
  cantTell,
  check,
  type Decision,
  failed,
  type JourneyField,
  noGround,
  type PageVisit,
  passed,
} from '../../../runner/check.ts'
import { page } from '../../shared/examples.ts'
import { askedAgain, type StoppedJourney, sitesWithJourneys, walkJourneys } from '../../shared/journeys.ts'
import { brokenPage, SUPPLIER } from '../../shared/page-examples.ts'

const shop = 'a shop of two pages, 2026-11-22'
const stuck: StoppedJourney = {
  at: 'https://product.example/stuck#journey:stuck:3',
  name: 'stuck',
  because: 'the journey stuck stopped at step 3, press "Go on": no button or link is shown that is called "Go on"',
}

function judgeJourney({ url, journey }: PageVisit): Decision[] {
  if (!journey) return []
  const at = url.replace(/:\d+$/, '')
  if (!journey.complete) return [cantTell('incomplete', { at, what: journey.name })]
  const again = askedAgain(journey)
  if (again.length > 0)
    return again.map(({ sure, label, earlier, step, before }) => {
      const params = { at, actual: label, expected: earlier, what: journey.name, step, before }
      return sure ? failed('again', params) : cantTell('similar', params)
    })
  return journey.pages.some(({ fields }) => fields.some(({ entered }) => entered !== null))
    ? [passed({ at })]
    : [cantTell('nothing-entered', { at, what: journey.name })]
}

/**
 * Declared journeys are walked as a user would. A later page that asks in an empty field for what the journey entered on an earlier page,
 * under the same label or purpose, asks twice (success criterion 3.3.7); not where it is filled in, is in a list to choose from, or can be
 * taken over by a control. Passwords and codes may be asked for again. Where two fields are only alike, or what was entered stands on the
 * page, a person looks; so they do at journeys that were not declared.
 */
export default check({
  id: 'accessibility/redundant-entry',
  version: 3,
  title: 'A declared journey asks for nothing a second time',
  verifies: { 'ACC-WCAG-3.3.7': 'part' },
  subjects: sitesWithJourneys,
  needs: ['browser'],
  effect: 'write',
  fix: 'Fill in what was entered before, or offer it for selection.',
  probe: context => walkJourneys(context, context.subject),
  judge: ({ visits, stopped = [] }) => [
    ...visits.flatMap(judgeJourney),
    ...stopped.map(({ at, name, because }) =>
      cantTell('walk-stopped', {
        at,
        what: name,
        actual: because,
        owes: {
          who: 'supplier',
          act: 'make the step of the journey possible, or correct it in the target file, and run again',
        },
      }),
    ),
  ],

  messages: {
    again:
      'The journey {what} asks at step {step} for "{actual}", which it was told at step {before}, and neither fills it in nor offers it.',
    similar:
      'A person has to look at the journey {what}: "{actual}" at step {step} may ask again for "{expected}" of step {before}.',
    incomplete: 'The journey {what} did not come to its end.',
    'walk-stopped': 'The journey {what} could not be walked: {actual}.',
    'nothing-entered': 'The journey {what} enters nothing, so nothing could be asked for again.',
  },
  examples: [
    { name: 'filled in', from: SUPPLIER, outcome: 'passed', seen: walked({ filled: true }) },
    { name: 'in a list to choose from', from: shop, outcome: 'passed', seen: walked({ offers: true }) },
    {
      name: 'a control takes it over',
      from: shop,
      outcome: 'passed',
      seen: walked({}, { takeOvers: ['Same as before'] }),
    },
    { name: 'of another person', from: shop, outcome: 'passed', seen: walked({ entered: 2 }) },
    { name: 'a password', from: shop, outcome: 'passed', seen: walked({ type: 'password' }) },
    {
      name: 'asked twice',
      from: `${SUPPLIER}, defect asked-twice`,
      outcome: 'failed',
      seen: walked({}),
      keys: ['again'],
    },
    {
      name: 'the same purpose under another label',
      from: shop,
      outcome: 'failed',
      seen: walked({ label: 'Your e-mail' }),
      keys: ['again'],
    },
    {
      name: 'the same value under another label, for no stated purpose',
      from: shop,
      outcome: 'cantTell',
      seen: walked({ label: 'Contact', autocomplete: '' }),
      keys: ['similar'],
    },
    {
      name: 'stands on the page',
      from: shop,
      outcome: 'cantTell',
      seen: walked({}, { shown: [1] }),
      keys: ['similar'],
    },
    {
      name: 'left empty the second time',
      from: shop,
      outcome: 'cantTell',
      seen: walked({ entered: null }),
      keys: ['similar'],
    },
    {
      name: 'not walked to its end',
      from: shop,
      outcome: 'cantTell',
      seen: walked({}, {}, false),
      keys: ['incomplete'],
    },
    {
      name: 'nothing entered',
      from: shop,
      outcome: 'cantTell',
      seen: { visits: [journeyOf([], true)] },
      keys: ['nothing-entered'],
    },
    { name: 'no journey', from: shop, outcome: 'cantTell', seen: noGround('no journey') },
    {
      name: 'one of two stopped on the way, the other is right',
      from: shop,
      outcome: 'cantTell',
      seen: { ...walked({ filled: true }), stopped: [stuck] },
      keys: ['passed', 'walk-stopped'],
    },
    {
      name: 'one of two stopped on the way, the other asks twice',
      from: shop,
      outcome: 'failed',
      seen: { ...walked({}), stopped: [stuck] },
      keys: ['again', 'walk-stopped'],
    },
    { name: 'stopped on the way', from: SUPPLIER, outcome: 'cantTell', seen: { visits: [brokenPage()] } },
  ],
})

type Pages = NonNullable<PageVisit['journey']>['pages']

function journeyOf(pages: Pages, complete: boolean): PageVisit {
  const url = 'https://product.example/book#journey:book:5'
  return { ...page(), url, journey: { name: 'book', step: 5, complete, pages } }
}

/** A journey that enters an email address on its first page, and is asked for this on its second. */
function walked(again: Partial<JourneyField>, second: Partial<Pages[number]> = {}, complete = true) {
  const email: JourneyField = {
    selector: '#email',
    label: 'Email address',
    type: 'email',
    autocomplete: 'email',
    required: true,
    filled: false,
    offers: false,
    entered: 1,
  }
  const at = { step: 1, url: 'https://product.example/book', fields: [email], takeOvers: [], shown: [] }
  return { visits: [journeyOf([at, { ...at, step: 3, fields: [{ ...email, ...again }], ...second }], complete)] }
}
