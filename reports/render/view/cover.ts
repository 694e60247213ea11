import { bases } from '../../../standards/model.ts'
import type { Owed } from '../../record.ts'
import { type Judged, runVerdict, type Verdict } from '../../verdict.ts'
import type { Words } from '../words/en.ts'
import type { Look } from './look.ts'

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
export function cover({ record, words }: Look): Cover {
  const { run, target, observed } = record
  const verdict = runVerdict(record)
  const hosts = [...new Set(target.endpoints.map(({ url }) => hostOf(url)))]
  return {
    environment: target.environment === 'live' ? words.cover.live : words.cover.sandbox,
    live: target.environment === 'live',
    product: target.product,
    supplier: target.supplier,
    declared: target.version,
    observed: observed.softwareVersion ?? words.cover.versionNotShown,
    differs: observed.softwareVersion !== undefined && observed.softwareVersion !== target.version,
    hosts: hostsOf(hosts, words),
    window: words.window(run.startedAt, run.endedAt),
    validUntil: words.day(run.validUntil),
    operator: run.operator,
    tone: verdict.word.replaceAll(' ', '-'),
    ...sentence(
      verdict,
      record.packs.map(({ title }) => title),
      words,
    ),
    made: madeOf(verdict, words),
    bases: basesOf(verdict.broken, words),
    debts: debtsOf(verdict, words),
    trouble: verdict.trouble,
    consents: consentsOf(record, words),
    withheld: run.evidence ? words.terms.withheld[run.evidence] : '',
  }
}

const hostsOf = ([first, ...others]: readonly string[], { cover: said }: Words): string =>
  others.length > 0 ? said.moreHosts(first ?? '', others.length) : (first ?? said.noHost)

/** Who authorised what beyond reading; one line for all that one person did until one day. */
function consentsOf({ target }: Look['record'], { cover: said }: Words): readonly string[] {
  const given = new Map<string, string[]>()
  for (const { effect, person, role, until } of target.consents) {
    const by = said.authorisedBy(person, role, until)
    given.set(by, [...(given.get(by) ?? []), effect])
  }
  return [...given].map(([by, effects]) => said.authorisedWhat(effects, by))
}

/** The one verdict sentence: `Not conformant`, for what, and the count that decides. Also the page's title. */
export function sentence(
  verdict: Verdict,
  packs: readonly string[],
  { cover: said, terms }: Words,
): { verdict: string; scope: string; tally: string } {
  const scope = said.scope(packs)
  if (verdict.partial) {
    const { musts, of } = verdict.partial
    return { verdict: said.partial, scope, tally: said.partialTally(musts, of, verdict.broken.length) }
  }
  return { verdict: terms.verdicts[verdict.word], scope, tally: tallyOf(verdict, said) }
}

function tallyOf({ word, broken, open, counts }: Verdict, said: Words['cover']): string {
  if (word === 'not conformant') return said.notMet(broken.length, counts.musts)
  if (word === 'incomplete' && open.length > 0) return said.stillOpen(open.length, counts.musts)
  if (word === 'no musts') return said.recommendationsMet(counts.recommendations.met, counts.recommendations.of)
  const applicable = counts.musts - counts.states.notApplicable
  return word === 'conformant' ? said.allSettled(applicable) : said.noEnd
}

function madeOf({ counts }: Verdict, { cover: said }: Words): string {
  const { states, tested, reviewed } = counts
  return said.made(tested, reviewed, states.attested)
}

/** Every basis that a broken must has, in order of weight; `0 law` is said too, since it is the first question. */
function basesOf(broken: readonly Judged[], { terms }: Words): string {
  if (broken.length === 0) return ''
  return bases
    .map(basis => ({ basis, count: broken.filter(({ requirement }) => requirement.basis === basis).length }))
    .filter(({ basis, count: found }) => found > 0 || basis === 'law')
    .map(({ basis, count: found }) => `${found} ${terms.bases[basis]}`)
    .join(' \u00b7 ')
}

/** Nobody owes what a filter left out. */
function debtsOf({ open }: Verdict, { cover: said }: Words): string {
  const debts = open.flatMap(({ result }) => result.owes ?? [])
  const owed = (who: Owed['who']) => debts.filter(debt => debt.who === who).length
  if (debts.length === 0) return ''
  return said.debts(debts.length, owed('supplier'), owed('reviewer'), owed('mustdo'))
}

export const hostOf = (url: string): string => /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?([^/?#]+)/i.exec(url)?.[1] ?? url
