/** A record of a website of two pages: one with a question to a person, and two criteria that wait. */
import type { RunRecord } from '../record.ts'
import { assertion, checkOf, finding, record, requirement, result } from './parts.ts'

export const home = 'https://portal.acme.example/'
export const help = 'https://portal.acme.example/help'

const subject = (url: string) => ({ id: `page:${url}`, kind: 'page', url })
const check = 'accessibility/contrast'
const wcag = { standard: 'wcag-2.2', pillar: 'usability-accessibility' } as const

export const pagesRecord = (rest: Partial<RunRecord> = {}): RunRecord => {
  const base = record()
  return record(
    {
      target: { ...base.target, endpoints: [{ name: 'portal', kind: 'web', url: home }] },
      checks: [checkOf(check, { 'ACC-WCAG-1.4.3': 'part' })],
      plan: [
        { id: 'a1', check, version: 1, subject: subject(home) },
        { id: 'a2', check, version: 1, subject: subject(help) },
      ],
      assertions: [
        assertion('a1', check, {
          subject: subject(home),
          outcome: 'cantTell',
          findings: [
            finding('0a0a0a0a', {
              outcome: 'cantTell',
              message: 'The contrast of 1 element could not be told.',
              at: home,
              places: ['main > p'],
              owes: { who: 'reviewer', act: 'look at the evidence and decide' },
            }),
          ],
        }),
        assertion('a2', check, { subject: subject(help) }),
      ],
      requirements: [
        result('ACC-WCAG-1.4.3', { state: 'cantTell', fate: 'checked-and-attested', assertions: ['a1', 'a2'] }),
        result('ACC-WCAG-1.2.1', { state: 'notTested', fate: 'person' }),
        result('ACC-WCAG-3.1.1', { state: 'met' }),
      ],
      ...rest,
    },
    [
      requirement('ACC-WCAG-1.4.3', { ...wcag, statement: 'Text has enough contrast.', clause: 'SC 1.4.3, level AA' }),
      requirement('ACC-WCAG-1.2.1', { ...wcag, statement: 'Recorded sound has a text.', clause: 'SC 1.2.1, level A' }),
      requirement('ACC-WCAG-3.1.1', {
        ...wcag,
        statement: 'The page names its language.',
        clause: 'SC 3.1.1, level A',
      }),
    ],
  )
}
