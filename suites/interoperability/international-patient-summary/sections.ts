import { check, failed, passed } from '../../../runner/check.ts'
import { noAccess, SUPPLIER, typeSubject } from '../../shared/fhir-examples.ts'
import { codingsOf, LOINC } from '../../shared/instances.ts'
import { ipsSubjects, readSummary, summaryIn } from '../../shared/ips.ts'
import { ipsAnswer, ipsSection } from '../../shared/ips-examples.ts'
import { isObject, type Json, objectsIn } from '../../shared/resource.ts'

const required: ReadonlyMap<string, string> = new Map([
  ['11450-4', 'problems'],
  ['48765-2', 'allergies'],
  ['10160-0', 'medications'],
])
const codeOf = ({ code }: Json) => codingsOf(code).find(({ system }) => system === LOINC)?.['code']
const isFilled = ({ entry, emptyReason }: Json) => objectsIn(entry).length > 0 || isObject(emptyReason)
const lacks = ({ title, code, text }: Json) => [
  ...(title ? [] : ['title']),
  ...(codingsOf(code).length > 0 ? [] : ['code']),
  ...(isObject(text) && text['div'] ? [] : ['text']),
]

/** Three sections are always there, with entries or the reason why not, and every section says what it is (IPS, CompositionUvIps). */
export default check({
  id: 'ips/sections',
  version: 2,
  title: 'The sections of the summary are there and complete',
  verifies: { 'IPS-CMP-001': 'all', 'IPS-CMP-002': 'all', 'IPS-CMP-003': 'all' },
  subjects: ipsSubjects,
  effect: 'authenticated-read',
  fix: 'Always write problems, allergies and medications, with entries or an emptyReason, and title, code and text on each.',

  probe: readSummary,

  judge: ({ answer }) => {
    const { at, sections } = summaryIn(answer)
    const missing = [...required].filter(([code]) => !sections.some(section => codeOf(section) === code))
    const empty = sections.filter(section => required.has(String(codeOf(section))) && !isFilled(section))
    const poor = sections.flatMap((section, place) => {
      const without = lacks(section)
      return without.length > 0 ? [`section[${place}] without ${without.join(', ')}`] : []
    })
    const told = (requirement: string, key: string, faults: readonly string[]) =>
      faults.length === 0
        ? passed({ requirement, at })
        : failed(key, { requirement, at, actual: faults.join('; '), places: faults })
    return [
      told(
        'IPS-CMP-001',
        'missing',
        missing.map(([code, name]) => `${name} (${code})`),
      ),
      told(
        'IPS-CMP-002',
        'empty',
        empty.map(section => required.get(String(codeOf(section))) ?? ''),
      ),
      told('IPS-CMP-003', 'poor', poor),
    ]
  },

  messages: {
    missing: 'The summary at {at} has no section for {actual}.',
    empty: 'The summary at {at} has nothing under {actual}, and no reason why.',
    poor: 'The summary at {at} has {actual}.',
  },

  examples: [
    { name: 'complete', from: SUPPLIER, outcome: 'passed', seen: { answer: ipsAnswer() }, subject: typeSubject() },
    ...(
      [
        ['no medications', ['missing', 'passed', 'passed'], [ipsSection('11450-4'), ipsSection('48765-2')]],
        [
          'empty without a reason',
          ['passed', 'empty', 'passed'],
          [ipsSection('11450-4'), ipsSection('48765-2'), ipsSection('10160-0', { entry: [] })],
        ],
        [
          'no narrative',
          ['passed', 'passed', 'poor'],
          [ipsSection('11450-4'), ipsSection('48765-2', { text: undefined }), ipsSection('10160-0')],
        ],
      ] as const
    ).map(([name, keys, section]) => ({
      name,
      from: SUPPLIER,
      outcome: 'failed' as const,
      keys,
      seen: { answer: ipsAnswer({ composition: { section } }) },
      subject: typeSubject(),
    })),
    {
      name: 'empty with a reason',
      from: SUPPLIER,
      outcome: 'passed',
      seen: {
        answer: ipsAnswer({
          composition: {
            section: ['11450-4', '48765-2', '10160-0'].map(code => ipsSection(code, { entry: [], emptyReason: {} })),
          },
        }),
      },
      subject: typeSubject(),
    },
    { name: 'turned away', from: SUPPLIER, outcome: 'cantTell', seen: noAccess, subject: typeSubject() },
  ],
})
