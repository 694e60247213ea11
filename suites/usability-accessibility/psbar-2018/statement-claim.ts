import { check, failed, noData, passed } from '../../../runner/check.ts'
import { gatewayPage, hit, page } from '../../shared/examples.ts'
import { findingsOn } from '../../shared/page-rules.ts'
import { readableStatement, statementIn } from '../../shared/statement.ts'
import { site, statement } from '../../shared/statement-examples.ts'
import { visitPage } from '../../shared/visiting.ts'

const from = 'reference supplier, 2026-11-22'
const full = statement({
  status:
    '<p>This website is fully compliant with the Web Content Accessibility Guidelines version 2.2 AA standard.</p>',
})

/** A site that claims full compliance breaks no rule at the level it claims on the pages given (model statement, status): of engines
 * and by key and pixel. */
export default check({
  id: 'accessibility/statement-claim',
  version: 7,
  title: 'The statement claims no more than the tests show',
  verifies: { 'ACC-STM-007': 'all' },
  subjects: ({ sites }) => sites,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Say "partially compliant" and list what fails, until it is mended.',

  probe: async ({ http, browser, landscape, subject }) => {
    const pages = landscape.pages.filter(({ endpoint }) => endpoint === subject.endpoint)
    return {
      answer: await readableStatement(http, subject),
      visits: await Promise.all(pages.map(one => visitPage(browser, one))),
    }
  },

  judge: ({ answer, visits }) => {
    const at = answer.request.url
    if (statementIn(answer).status !== 'fully') return passed({ at })
    const claimed = /\bAAA\b/.test(statementIn(answer).text) ? ['A', 'AA', 'AAA'] : ['A', 'AA']
    const broken = visits.filter(visit =>
      findingsOn(visit).some(({ outcome, level }) => outcome === 'failed' && claimed.includes(level)),
    )
    return broken.length > 0
      ? failed('claims-too-much', { at, actual: `${broken.length}`, places: broken.map(({ finalUrl }) => finalUrl) })
      : passed({ at })
  },

  messages: {
    'claims-too-much':
      'The accessibility statement {at} says "fully compliant", and pages break rules at the level it claims: {actual}.',
  },
  examples: [
    {
      name: 'partially, and it is so',
      from,
      outcome: 'passed',
      seen: {
        answer: statement(),
        visits: [page({}, [hit('image-alt', 'failed', ['1.1.1'])])],
      },
    },
    { name: 'fully, and nothing found', from, outcome: 'passed', seen: { answer: full, visits: [page()] } },
    {
      name: 'fully, and a picture without alternative',
      from: `${from}, defect statement-too-good`,
      outcome: 'failed',
      seen: { answer: full, visits: [page({}, [hit('image-alt', 'failed', ['1.1.1'])])] },
    },
    {
      name: 'fully at AAA, and contrast is enough for AA only',
      from,
      outcome: 'failed',
      seen: {
        answer: statement({
          status:
            '<p>This website is fully compliant with the Web Content Accessibility Guidelines version 2.2 AAA standard.</p>',
        }),
        visits: [
          page({}, [
            hit('color-contrast-enhanced', 'failed', ['1.4.6']),
            hit('distinguishable/color-contrast-enhanced', 'failed', ['1.4.6'], { engine: 'accesslint' }),
          ]),
        ],
      },
    },
    {
      name: 'fully at AA, and contrast is not enough for AAA',
      from,
      outcome: 'passed',
      seen: { answer: full, visits: [page({}, [hit('color-contrast-enhanced', 'failed', ['1.4.6'])])] },
    },
    { name: 'no statement', from, outcome: 'untested', seen: noData('a statement'), subject: site },
    { name: 'a gateway', from, outcome: 'cantTell', seen: { answer: gatewayPage(), visits: [] } },
  ],
})
