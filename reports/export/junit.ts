import type { RunRecord } from '../record.ts'
import { isBroken, type Judged, judged, runVerdict, standing } from '../verdict.ts'
import { isTrouble, saidBy } from './said.ts'

type Kind = 'passed' | 'failure' | 'error' | 'skipped'

interface Case {
  readonly suite: string
  readonly name: string
  readonly kind: Kind
  readonly message: string
  readonly text: string
}

/**
 * JUnit XML, one case for each requirement, one suite for each standard. Only what a check saw met is a pass: attested, not
 * tested and not applicable are skipped, could not tell is an error. A last suite holds the run's verdict, so that a run of
 * nothing but skips is never green.
 */
export function junit(record: RunRecord): string {
  const said = saidBy(record)
  const cases = judged(record).map(one => {
    const trouble = said(one.requirement.id).filter(isTrouble)
    const text = trouble.map(({ finding, assertion }) =>
      [
        `${finding?.id} ${finding?.message}`,
        `check ${assertion.check} on ${assertion.subject.url}`,
        ...(finding?.at ? [`at ${finding.at}`] : []),
        ...(finding?.expected ? [`expected ${finding.expected}`] : []),
        ...(finding?.actual ? [`actual ${finding.actual}`] : []),
      ].join('\n'),
    )
    return { ...caseOf(one, record.run.startedAt), text: text.join('\n\n') }
  })
  const all = [...cases, verdictCase(record)]
  const suites = [...new Set(all.map(({ suite }) => suite))]
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    // The root knows no count of skipped cases (Jenkins' schema); each suite has its own.
    `<testsuites name="mustdo"${totals(all).replace(/ skipped="\d+"/, '')}>`,
    ...suites.flatMap(name => {
      const mine = all.filter(({ suite }) => suite === name)
      const stamp = xmlText(record.run.startedAt.slice(0, 19))
      return [
        `<testsuite name="${xmlText(name)}"${totals(mine)} timestamp="${stamp}">`,
        ...mine.map(xml),
        '</testsuite>',
      ]
    }),
    '</testsuites>',
    '',
  ].join('\n')
}

function caseOf(one: Judged, runDate: string): Omit<Case, 'text'> {
  const { requirement, result } = one
  const base = { suite: requirement.standard, name: `${requirement.id} ${requirement.statement}` }
  const why = result.because ?? ''
  const counts = requirement.level === 'must' && standing(one, runDate) === 'counts'
  switch (result.state) {
    case 'met':
      return { ...base, kind: 'passed', message: '' }
    case 'notMet':
      if (!counts) return { ...base, kind: 'skipped', message: `Not met, and not counted as a must. ${why}` }
      if (isBroken(one)) return { ...base, kind: 'failure', message: why || 'Not met' }
      return { ...base, kind: 'error', message: `Not met, by a source that is only remembered. ${why}` }
    case 'cantTell':
      return { ...base, kind: counts ? 'error' : 'skipped', message: `Could not tell. ${why}` }
    case 'notTested':
      return { ...base, kind: 'skipped', message: `Not tested. ${why}` }
    case 'attested':
      return { ...base, kind: 'skipped', message: `Attested by a person, not tested. ${why}` }
    case 'notApplicable':
      return { ...base, kind: 'skipped', message: `Does not apply. ${why}` }
  }
}

function verdictCase(record: RunRecord): Case {
  const { word, trouble, partial } = runVerdict(record)
  const kind = word === 'conformant' ? 'passed' : word === 'not conformant' ? 'failure' : 'error'
  const name = partial ? `Partial run, ${partial.musts} of ${partial.of} musts` : 'The run is conformant'
  return { suite: 'verdict', name, kind, message: word, text: trouble.join('\n') }
}

function totals(cases: readonly Case[]): string {
  const of = (kind: Kind) => cases.filter(one => one.kind === kind).length
  return ` tests="${cases.length}" failures="${of('failure')}" errors="${of('error')}" skipped="${of('skipped')}"`
}

function xml({ suite, name, kind, message, text }: Case): string {
  const open = `<testcase classname="${xmlText(suite)}" name="${xmlText(name)}"`
  if (kind === 'passed') return `${open}/>`
  return `${open}><${kind} message="${xmlText(message.trim())}">${xmlText(text)}</${kind}></testcase>`
}

/** XML 1.0 knows no control characters but tab, LF and CR, and no half of a surrogate pair: they are dropped. */
const xmlText = (text: string): string =>
  text
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')
    .replace(/[\ud800-\udfff]/gu, '')
    .replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`)
