import { cantTell, check, type Decision, failed, type PageVisit, passed } from '../../../runner/check.ts'
import { answer, gatewayPage, page } from '../../shared/examples.ts'
import { parseHtml } from '../../shared/html.ts'
import { nothingShown, nothingShownMessage } from '../../shared/nothing-shown.ts'
import { details, SUPPLIER } from '../../shared/page-examples.ts'
import { productWithPages, visitPage } from '../../shared/visiting.ts'

const asksForIt = /\bNHS\s+(no\b|number)/i
const TAKES = '900 000 0009'
const ROOM = 12

const form = (attributes: string, label = '<label for="n">NHS number</label>') =>
  answer(200, { 'content-type': 'text/html' }, `<form>${label}<input id="n" name="nhs" ${attributes}></form>`)
const shown = (label = 'NHS number'): PageVisit =>
  page({}, [], {
    details: details({
      fields: [{ selector: '#n', type: 'text', name: 'nhs', label, autocomplete: '', required: false }],
    }),
  })

/**
 * One field for the whole number, with room for spaces or dashes (ACC-NUM-001; what the server makes of them takes consent, or a
 * person), that brings up digits and has a label on the screen (ACC-NUM-002). A field of type number drops leading zeros and takes
 * no spaces.
 */
export default check({
  id: 'accessibility/number-field',
  version: 3,
  title: 'The field for the NHS number takes spaces, brings up digits and has a label',
  verifies: { 'ACC-NUM-001': 'part', 'ACC-NUM-002': 'all' },
  subjects: productWithPages(),
  needs: ['browser'],
  effect: 'browse',
  fix: 'Use one <input type="text" inputmode="numeric"> with a visible label and no maxlength below 12.',

  probe: async ({ browser, http, landscape }) => ({
    pages: await Promise.all(
      landscape.pages.map(async one => ({
        visit: await visitPage(browser, one),
        html: await http.get(one.url, { headers: { accept: 'text/html' }, as: one.identity }),
      })),
    ),
  }),

  judge: ({ pages }) => {
    const decisions = pages.flatMap(({ visit, html }): Decision[] => {
      const fields =
        visit.details?.fields.filter(
          ({ label, type }) => asksForIt.test(label) && /^(text|tel|number|search|password)$/.test(type),
        ) ?? []
      return fields.flatMap(field => {
        const root = parseHtml(html.response.body.text ?? '')
        const input = root
          .querySelectorAll('input')
          .find(one => field.name !== '' && one.getAttribute('name') === field.name)
        // Put there by a script, or in a frame: how it is made does not stand in the page's HTML.
        if (!input && field.type !== 'number')
          return ['ACC-NUM-001', 'ACC-NUM-002'].map(requirement =>
            cantTell('not-in-html', { requirement, at: visit.finalUrl, places: [field.selector] }),
          )
        const said = (name: string) => input?.getAttribute(name) ?? ''
        const at = visit.finalUrl
        const places = [field.selector]
        const room = said('maxlength') === '' ? ROOM : Number(said('maxlength'))
        // Without validation by the browser a pattern is only there for the keyboards of old phones.
        const lenient = input?.closest('form')?.hasAttribute('novalidate') ?? false
        const spaced = said('pattern') === '' || lenient || matches(said('pattern'), TAKES)
        const takes = room >= ROOM && spaced && field.type !== 'number' && fields.length === 1
        const digits =
          field.type === 'tel' || field.type === 'number' || /^(numeric|decimal|tel)$/.test(said('inputmode'))
        const label = root
          .querySelectorAll('label')
          .find(one => one.getAttribute('for') === said('id') || one.querySelector(`[name="${field.name}"]`))
        const seen =
          input === undefined || (label !== undefined && !/hidden|sr-only/.test(label.getAttribute('class') ?? ''))
        return [
          takes
            ? passed({ requirement: 'ACC-NUM-001', at })
            : failed('no-spaces', {
                requirement: 'ACC-NUM-001',
                at,
                expected: `one text field that takes ${TAKES}`,
                actual: fields.length > 1 ? `${fields.length} fields` : (input?.toString() ?? field.type),
                places,
              }),
          digits && seen
            ? passed({ requirement: 'ACC-NUM-002', at })
            : failed(digits ? 'label-not-seen' : 'no-digits', { requirement: 'ACC-NUM-002', at, places }),
        ]
      })
    })
    return decisions.length > 0 ? decisions : nothingShown('one with a field for the NHS number')
  },

  messages: {
    'no-spaces': 'On {at} the NHS number is taken by {actual}, expected {expected}.',
    'no-digits': 'On {at} the field for the NHS number does not bring up digits on a phone.',
    'label-not-seen': 'On {at} the field for the NHS number has no label on the screen.',
    'not-in-html':
      'On {at} a script or a frame brings the field for the NHS number; a person looks whether it takes spaces, brings up digits and has a label.',
    ...nothingShownMessage,
  },
  examples: [
    {
      name: 'as the pattern has it',
      from: 'nhsuk-frontend 10.6.1, 2026-11-22',
      outcome: 'passed',
      seen: { pages: [{ visit: shown(), html: form('inputmode="numeric"') }] },
      keys: ['passed', 'passed'],
    },
    {
      name: 'no room for spaces',
      from: `${SUPPLIER}, defect nhs-number-field-short`,
      outcome: 'failed',
      seen: { pages: [{ visit: shown(), html: form('inputmode="numeric" maxlength="10"') }] },
      keys: ['no-spaces', 'passed'],
    },
    {
      name: 'digits only by pattern',
      from: SUPPLIER,
      outcome: 'failed',
      seen: { pages: [{ visit: shown(), html: form('inputmode="numeric" pattern="[0-9]*"') }] },
      keys: ['no-spaces', 'passed'],
    },
    {
      name: 'letters on a phone',
      from: `${SUPPLIER}, defect nhs-number-field-not-numeric`,
      outcome: 'failed',
      seen: { pages: [{ visit: shown(), html: form('type="text"') }] },
      keys: ['passed', 'no-digits'],
    },
    {
      name: 'a hidden label',
      from: SUPPLIER,
      outcome: 'failed',
      seen: {
        pages: [
          {
            visit: shown(),
            html: form('inputmode="numeric"', '<label for="n" class="visually-hidden">NHS number</label>'),
          },
        ],
      },
      keys: ['passed', 'label-not-seen'],
    },
    {
      name: 'drawn by a script',
      from: 'an application of one page, 2026-11-23',
      outcome: 'cantTell',
      seen: { pages: [{ visit: shown(), html: answer(200, { 'content-type': 'text/html' }, '<div id="app"></div>') }] },
      keys: ['not-in-html', 'not-in-html'],
    },
    {
      name: 'no such field',
      from: SUPPLIER,
      outcome: 'untested',
      seen: { pages: [{ visit: shown('Name'), html: form('') }] },
    },
    {
      name: 'a gateway',
      from: 'a rate limiter, 2026-11-22',
      outcome: 'cantTell',
      seen: { pages: [{ visit: shown(), html: gatewayPage() }] },
    },
  ],
})

/** Whether a pattern attribute takes the text; one that no program can read takes all. */
function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(text)
  } catch {
    return true
  }
}
