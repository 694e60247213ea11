/** A plan in words and as JSON. Pure. */
import type { RunRecord } from '../../reports/record.ts'
import type { AnyCheck } from '../check.ts'
import type { Plan } from './plan.ts'

export interface PlanFacts {
  readonly plan: Plan
  readonly record: RunRecord
  readonly checks: readonly AnyCheck[]
  readonly sources: readonly string[]
}

/** Requests an assertion makes, on average over the demo's; a plan promises an order of magnitude, no more. */
const REQUESTS_PER_ASSERTION = 3

export function planJson({ plan, record, checks, sources }: PlanFacts) {
  const effects = effectsOf(plan, checks)
  const requests = plan.assertions.length * REQUESTS_PER_ASSERTION
  return {
    version: 1,
    target: {
      supplier: record.target.supplier,
      product: record.target.product,
      environment: record.target.environment,
      packs: record.target.packs,
    },
    assertions: plan.assertions.map(({ id, check, subject }) => ({ id, check, subject: subject.id })),
    fates: plan.fates,
    effects,
    requestsAbout: requests,
    minutesAbout: Math.ceil(requests / record.target.politeness.requestsPerSecond / 60),
    politeness: record.target.politeness,
    sources,
    reached: !record.run.notReached,
  }
}

export function planText(facts: PlanFacts): string {
  const { plan, record } = facts
  const json = planJson(facts)
  const looked = plan.fates.filter(({ assertions }) => assertions.length > 0)
  const reasons = new Map<string, string[]>()
  for (const { requirement, because, fate, assertions } of plan.fates)
    if (assertions.length === 0) {
      const reason = because ?? fate
      reasons.set(reason, [...(reasons.get(reason) ?? []), requirement])
    }
  const lines = [
    `${record.target.product} (${record.target.environment}), packs ${record.target.packs.join(', ')}`,
    ...(json.reached ? [] : ['No endpoint answered: nothing could be discovered.']),
    '',
    `${looked.length} of ${plan.fates.length} requirements would be looked at, by ${plan.assertions.length} checks on their subjects:`,
    ...Object.entries(json.effects).map(([effect, count]) => `  ${String(count).padStart(5)}  ${effect}`),
    '',
    `About ${json.requestsAbout} requests, at most ${json.politeness.requestsPerSecond} a second and ${json.politeness.concurrency} at once per origin: about ${json.minutesAbout} min.`,
    `Note for operations: requests come from ${facts.sources.join(', ') || 'this machine'} with the User-Agent "mustdo/…", to ${record.inputs.facts.origins.join(', ')}.`,
    '',
    'Not looked at, and why:',
    ...[...reasons]
      .sort(([, a], [, b]) => b.length - a.length)
      .flatMap(([reason, ids]) => [
        `  ${String(ids.length).padStart(5)}  ${reason}`,
        `         ${ids.slice(0, 6).join(' ')}${ids.length > 6 ? ' …' : ''}`,
      ]),
  ]
  return `${lines.join('\n')}\n`
}

function effectsOf(plan: Plan, checks: readonly AnyCheck[]): { [effect: string]: number } {
  const effects: { [effect: string]: number } = {}
  for (const { check } of plan.assertions) {
    const effect = checks.find(({ id }) => id === check)?.effect ?? 'read'
    effects[effect] = (effects[effect] ?? 0) + 1
  }
  return effects
}
