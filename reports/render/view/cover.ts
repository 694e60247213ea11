import { bases } from '../../../standards/model.ts'
import type { Owed } from '../../record.ts'
import { type Judged, runVerdict, type Verdict } from '../../verdict.ts'
import type { Look } from './look.ts'
import { basisWords, count, day, figure, verdictWords, window, withheldWords } from './words.ts'

export interface Cover {
  readonly environment: string
  readonly live: boolean
  readonly product: string
  readonly supplier: string
  readonly declared: string
  readonly observed: string
  readonly differs: boolean
  readonly hosts: string
  readonly window: string
  readonly validUntil: string
  readonly operator: string
  readonly tone: string
  readonly verdict: string
  readonly scope: string
  readonly tally: string
  readonly made: string
  readonly bases: string
  readonly debts: string
  readonly trouble: readonly string[]
  readonly consents: readonly string[]
  /** What the report holds less of than was seen, and which rungs that costs; empty when it holds everything. */
  readonly withheld: string
}

/** Everything that a reader takes in within ten seconds. */
export function cover({ record }: Look): Cover {
  const { run, target, observed } = record
  const verdict = runVerdict(record)
  const hosts = [...new Set(target.endpoints.map(({ url }) => hostOf(url)))]
  return {
    environment: target.environment === 'live' ? 'LIVE' : 'SANDBOX',
    live: target.environment === 'live',
    product: target.product,
    supplier: target.supplier,
    declared: target.version,
    observed: observed.softwareVersion ?? 'not shown by the endpoint',
    differs: observed.softwareVersion !== undefined && observed.softwareVersion !== target.version,
    hosts: `${hosts[0] ?? 'no host'}${hosts.length > 1 ? ` and ${hosts.length - 1} more` : ''}`,
    window: window(run.startedAt, run.endedAt),
    validUntil: day(run.validUntil),
    operator: run.operator,
    tone: verdict.word.replaceAll(' ', '-'),
    ...sentence(
      verdict,
      record.packs.map(({ title }) => title),
    ),
    made: madeOf(verdict),
    bases: basesOf(verdict.broken),
    debts: debtsOf(verdict),
    trouble: verdict.trouble,
    consents: consentsOf(record),
    withheld: run.evidence ? withheldWords[run.evidence] : '',
  }
}

/** Who authorised what beyond reading; one line for all that one person did until one day. */
function consentsOf({ target }: Look['record']): readonly string[] {
  const given = new Map<string, string[]>()
  for (const { effect, person, role, until } of target.consents) {
    const by = `${person}, ${role}, until ${day(until)}`
    given.set(by, [...(given.get(by) ?? []), effect])
  }
  return [...given].map(([by, effects]) => `${effects.join(' and ')}: ${by}`)
}

/** The one verdict sentence: `Not conformant`, for what, and the count that decides. Also the page's title. */
export function sentence(
  verdict: Verdict,
  packs: readonly string[],
): { verdict: string; scope: string; tally: string } {
  const scope =
    packs.length > 0 ? `for ${packs.map(title => `\u201c${title}\u201d`).join(' and ')}` : 'with no product type'
  if (verdict.partial) {
    const { musts, of } = verdict.partial
    const failing = verdict.broken.length > 0 ? `, ${figure(verdict.broken.length)} not met` : ''
    return { verdict: 'Partial run', scope, tally: `${figure(musts)} of ${count(of, 'must')}${failing}` }
  }
  return { verdict: verdictWords[verdict.word], scope, tally: tallyOf(verdict) }
}

function tallyOf({ word, broken, open, counts }: Verdict): string {
  if (word === 'not conformant') return `${figure(broken.length)} of ${count(counts.musts, 'must')} not met`
  if (word === 'incomplete' && open.length > 0)
    return `${figure(open.length)} of ${count(counts.musts, 'must')} still open`
  if (word === 'no musts')
    return `${counts.recommendations.met} of ${count(counts.recommendations.of, 'recommendation')} met`
  const applicable = counts.musts - counts.states.notApplicable
  return word === 'conformant' ? `${count(applicable, 'must')} met or attested` : 'the run did not come to its end'
}

function madeOf({ counts }: Verdict): string {
  const { states, tested, reviewed } = counts
  return `${figure(tested)} tested, ${figure(reviewed)} reviewed, ${figure(states.attested)} attested`
}

/** Every basis that a broken must has, in order of weight; `0 law` is said too, since it is the first question. */
function basesOf(broken: readonly Judged[]): string {
  if (broken.length === 0) return ''
  return bases
    .map(basis => ({ basis, count: broken.filter(({ requirement }) => requirement.basis === basis).length }))
    .filter(({ basis, count: found }) => found > 0 || basis === 'law')
    .map(({ basis, count: found }) => `${found} ${basisWords[basis]}`)
    .join(' \u00b7 ')
}

/** Nobody owes what a filter left out. */
function debtsOf({ open }: Verdict): string {
  const debts = open.flatMap(({ result }) => result.owes ?? [])
  const owed = (who: Owed['who']) => debts.filter(debt => debt.who === who).length
  if (debts.length === 0) return ''
  return `${count(debts.length, 'must')} still open: supplier ${owed('supplier')} \u00b7 a person ${owed('reviewer')} \u00b7 mustdo ${owed('mustdo')}`
}

export const hostOf = (url: string): string => /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?([^/?#]+)/i.exec(url)?.[1] ?? url
