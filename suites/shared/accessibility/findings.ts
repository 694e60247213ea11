/** Many engines, one verdict: hits at the same element about the same matter become one finding. Pure. */
import { demandedAt, type Level } from './criteria.ts'
import { type EngineName, engines, type Hit } from './hit.ts'
import { isClean, neverErred, type TrustTable, trustIn } from './trust.ts'

export interface Finding {
  /** `cantTell` is for a person; `look` says what to look at. */
  readonly outcome: 'failed' | 'cantTell'
  /** W3C ACT rules that are broken, or may be. */
  readonly actRules: readonly string[]
  readonly successCriteria: readonly string[]
  /** The level at which WCAG demands it; `none` and `AAA` are no matter of conformance here. */
  readonly level: Level
  /** Engines that say so. */
  readonly engines: readonly EngineName[]
  /** Their own names of it, as `axe:button-name`. */
  readonly rules: readonly string[]
  readonly selector: string
  readonly html: string
  readonly look?: string
}

/** One path lies in the other, or they are one. */
const related = (a: string, b: string): boolean => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`)
const share = (a: readonly string[], b: readonly string[]): boolean => a.some(one => b.includes(one))

/** Whether two hits are about the same matter: by their ACT rules where both have some, else by criterion and element. */
function sameMatter(a: Hit, b: Hit): boolean {
  if (a.act.length > 0 && b.act.length > 0) return share(a.act, b.act) && related(a.path, b.path)
  return a.path === b.path && share(a.criteria, b.criteria)
}

function clusters(hits: readonly Hit[]): Hit[][] {
  const groups: Hit[][] = []
  for (const hit of hits) {
    const joined = groups.filter(group => group.some(other => sameMatter(hit, other)))
    const [first, ...others] = joined
    if (!first) {
      groups.push([hit])
      continue
    }
    first.push(hit)
    for (const other of others) {
      first.push(...other)
      groups.splice(groups.indexOf(other), 1)
    }
  }
  return groups
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)]
const byPlace = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/**
 * Findings from hits. A rule that the table trusts alone fails by itself, any other only where a second engine says the same; what
 * is left over is a question to a person. An ACT rule is named in a failed finding only if it is itself so supported.
 */
export function findingsOf(hits: readonly Hit[], table: TrustTable): Finding[] {
  return clusters(hits)
    .flatMap(group => findingsIn(group, table))
    .toSorted((a, b) => byPlace(a.outcome === 'failed' ? '0' : '1', b.outcome === 'failed' ? '0' : '1'))
}

/** A failure about one criterion does not answer what was asked about another: what it leaves over is a finding of its own. */
function findingsIn(group: readonly Hit[], table: TrustTable): Finding[] {
  const finding = findingOf(group, table)
  if (finding.outcome !== 'failed') return [finding]
  const told = (hit: Hit) =>
    finding.rules.includes(`${hit.engine}:${hit.rule}`) ||
    hit.criteria.every(criterion => finding.successCriteria.includes(criterion))
  const left = group.filter(hit => !told(hit))
  return left.length > 0 ? [finding, ...findingsIn(left, table)] : [finding]
}

function findingOf(group: readonly Hit[], table: TrustTable): Finding {
  const trusted = (hit: Hit) => trustIn(table, hit)
  const failing = group.filter(({ outcome }) => outcome === 'failed')
  const others = (hit: Hit) => group.some(({ engine, act }) => engine !== hit.engine && share(act, hit.act))
  const agreeing = (some: readonly Hit[]): boolean => {
    const counted = some.filter(hit => trusted(hit) !== 'review')
    // Two that have both cried in vain before, or might as well have, do not make one that can be trusted.
    return (
      counted.some(hit => neverErred(table, hit.engine, hit.rule)) &&
      unique(counted.map(({ engine }) => engine)).length > 1
    )
  }
  const supported = (some: readonly Hit[]): boolean =>
    some.some(hit => trusted(hit) === 'alone') ||
    agreeing(some) ||
    // A rule that never cried in vain, where another engine at least asks about the same ACT rule.
    some.some(hit => isClean(table, hit.engine, hit.rule) && others(hit))
  const acts = unique(failing.flatMap(({ act }) => act))
  const proven = acts.filter(id => supported(failing.filter(({ act }) => act.includes(id))))
  // Rules without an ACT rule of their own support each other by criterion and element.
  const failed = proven.length > 0 || supported(failing.filter(hit => hit.act.length === 0 || acts.length === 0))
  const counted = failed
    ? failing.filter(({ act }) => proven.length === 0 || act.length === 0 || share(act, proven))
    : group
  const criteria = unique(hard(counted).flatMap(({ criteria }) => criteria)).toSorted(byPlace)
  const lead = counted.find(hit => trusted(hit) === 'alone') ?? counted[0]
  const look = failed ? undefined : (group.find(hit => hit.look)?.look ?? question(criteria))
  return {
    outcome: failed ? 'failed' : 'cantTell',
    actRules: (failed && proven.length > 0 ? proven : unique(group.flatMap(({ act }) => act))).toSorted(byPlace),
    successCriteria: criteria,
    level: hard(counted).length > 0 && !counted.every(({ soft }) => soft) ? demandedAt(criteria) : 'none',
    engines: engines.filter(name => counted.some(({ engine }) => engine === name)),
    rules: unique(counted.map(({ engine, rule }) => `${engine}:${rule}`)),
    selector: lead?.selector ?? '',
    html: lead?.html ?? '',
    ...(look ? { look } : {}),
  }
}

/** Hits whose criteria are more than what a rule of best practice is about. */
const hard = (hits: readonly Hit[]): readonly Hit[] => {
  const some = hits.filter(({ soft }) => !soft)
  return some.length > 0 ? some : hits
}

const question = (criteria: readonly string[]): string =>
  criteria.length > 0
    ? `Whether this element meets ${criteria.join(', ')}: the engines could not tell, or do not agree.`
    : 'Whether this is as it should be: it is good practice, and no success criterion stands behind it.'
