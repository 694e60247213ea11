/**
 * The rung "complete", as far as the record alone can show it: one run, one target, one window, one catalogue, everything
 * planned and every requirement accounted for, nothing stitched together.
 */
import type { RunRecord } from '../record.ts'
import { runVerdict } from '../verdict.ts'
import { type Summary, summaryOf } from './statement.ts'

/** What keeps a record from being one whole run; empty when nothing does. */
export function gapsOf(record: RunRecord, summaries: readonly Summary[]): string[] {
  return [
    ...ofSummaries(record, summaries),
    ...ofRun(record),
    ...ofRequirements(record),
    ...ofPlan(record),
    ...ofWindow(record),
  ]
}

function ofSummaries(record: RunRecord, summaries: readonly Summary[]): string[] {
  const own = JSON.stringify(summaryOf(record, runVerdict(record).word))
  return summaries.flatMap(({ review: _, identity: __, ...summary }, index) =>
    JSON.stringify(summary) === own ? [] : [`the summary in seal ${index + 1} is not that of the record`],
  )
}

function ofRun({ run }: RunRecord): string[] {
  return [
    ...(run.partial ? [`a partial run: ${run.partial.musts} of ${run.partial.of} musts`] : []),
    ...(run.notReached ? ['no endpoint answered'] : []),
    ...(run.complete ? [] : [`the run was not completed: ${run.incompleteBecause.join('; ') || 'no reason given'}`]),
  ]
}

function ofRequirements(record: RunRecord): string[] {
  const results = record.requirements.map(({ id }) => id)
  const assertions = new Set(record.assertions.map(({ id }) => id))
  const unknown = record.requirements.flatMap(({ id, assertions: named }) =>
    named.filter(name => !assertions.has(name)).map(name => `${id} rests on ${name}, which is not in the record`),
  )
  return [
    ...differences(
      record.catalogue.requirements.map(({ id }) => id),
      results,
      'requirement',
      'result',
    ),
    ...unknown,
  ]
}

function ofPlan(record: RunRecord): string[] {
  const key = ({ id, check, version, subject }: RunRecord['plan'][number]) =>
    `${id} (${check} ${version}, ${subject.id})`
  return differences(record.plan.map(key), record.assertions.map(key), 'planned check', 'outcome')
}

function ofWindow({ run, observations, assertions, stages }: RunRecord): string[] {
  const ids = observations.map(({ id }) => id)
  const known = new Set(ids)
  return [
    ...repeated(ids).map(id => `the observation ${id} stands twice in the record`),
    ...observations
      .filter(({ at }) => at < run.startedAt || at > run.endedAt)
      .map(({ id, at }) => `the observation ${id} of ${at} lies outside the run`),
    ...[...assertions, ...stages].flatMap(({ id, observations: named }) =>
      named.filter(name => !known.has(name)).map(name => `${id} rests on ${name}, which is not in the record`),
    ),
  ]
}

/** Both lists must hold the same names, each once. */
function differences(wanted: readonly string[], found: readonly string[], one: string, other: string): string[] {
  const has = new Set(found)
  const wants = new Set(wanted)
  return [
    ...repeated(wanted).map(name => `the ${one} ${name} stands twice in the record`),
    ...repeated(found).map(name => `the ${one} ${name} has more than one ${other}`),
    ...[...wants].filter(name => !has.has(name)).map(name => `the ${one} ${name} has no ${other}`),
    ...[...has].filter(name => !wants.has(name)).map(name => `${name} has a ${other} but is no ${one}`),
  ]
}

function repeated(names: readonly string[]): string[] {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const name of names) (seen.has(name) ? twice : seen).add(name)
  return [...twice]
}
