/** Notes + run folder + catalogue → record. No network, no clock: the same folder gives the same record. */

import type {
  Assertion,
  Observation,
  RecordCheck,
  RecordRequirement,
  RequirementResult,
  RunRecord,
} from '../../reports/record.ts'
import { rendererDigest } from '../../reports/render/render.ts'
import { checksSeen, criterionOf, pagesInScope, requirementState, settledBy } from '../../reports/verdict.ts'
import type { Catalogue, Requirement } from '../../standards/model.ts'
import { requirementsOf } from '../../standards/query.ts'
import type { AnyCheck } from '../check.ts'
import { unfinished } from '../judging/assess.ts'
import { dehydrate } from '../recorder/recorder.ts'
import type { RunFolder } from '../recorder/store.ts'
import { cleanupOf } from './cleanup.ts'
import type { RunNotes } from './notes.ts'
import { samplingOf } from './sampling.ts'

const VALID_DAYS = 365
/** Bodies beyond this in all stay in the run folder; the record keeps their digest, and a replay cannot judge them. */
const MOST_CHARACTERS_IN_ALL = 14 * 1024 * 1024

export function recordOf(
  notes: RunNotes,
  folder: RunFolder,
  catalogue: Catalogue,
  checks: readonly AnyCheck[],
): RunRecord {
  const assertions = assertionsOf(notes, folder, checks)
  const stages = [
    { id: 'discovery', observations: notes.discovery },
    ...folder
      .stages()
      .filter(({ observations }) => observations.length > 0)
      .map(({ id, observations }) => ({ id, observations })),
  ]
  const used = new Set([...assertions, ...stages].flatMap(({ observations }) => observations))
  const observations = folder.observations().filter(({ id }) => used.has(id))
  const requirements = requirementsOf(catalogue, notes.packs)
  const planned = new Set(notes.plan.map(({ check }) => check))
  const recordChecks = checks
    .filter(({ id }) => planned.has(id))
    .map(check => recordCheck(check, notes.leftOut?.[check.id]))
  const started = new Date(notes.startedAt)
  const missing = notes.endedAt === undefined ? ['the run did not come to its end'] : []
  const incompleteBecause = [...notes.trouble, ...missing]
  const musts = requirements.filter(({ level }) => level === 'must')
  const leftOut = new Set(notes.fates.filter(({ fate }) => fate === 'filtered').map(({ requirement }) => requirement))
  return {
    version: 1,
    tool: { name: 'mustdo', version: notes.tool, renderer: rendererDigest() },
    run: {
      id: notes.id,
      startedAt: notes.startedAt,
      endedAt: notes.endedAt ?? observations.at(-1)?.at ?? notes.startedAt,
      operator: notes.operator,
      host: { platform: process.platform, node: process.versions.node, ci: notes.ci },
      ...(notes.filters.length > 0 && {
        partial: { filters: notes.filters, musts: musts.filter(({ id }) => !leftOut.has(id)).length, of: musts.length },
      }),
      demo: notes.demo,
      complete: incompleteBecause.length === 0,
      incompleteBecause,
      notReached: notes.notReached,
      seed: notes.seed,
      requests: notes.requests,
      validUntil: new Date(started.getTime() + VALID_DAYS * 86_400_000).toISOString().slice(0, 10),
      ...(notes.proxy && { proxy: notes.proxy }),
      privateRoots: notes.privateRoots,
      ...(notes.challenge && { challenge: notes.challenge }),
      sampling: samplingOf(notes, observations),
      notFollowed: [...(folder.stages().find(({ id }) => id === 'not-followed')?.left ?? [])].sort(),
    },
    target: notes.target,
    inputs: notes.inputs,
    observed: notes.observed,
    catalogue: {
      version: catalogue.version,
      digest: catalogue.digest,
      standards: catalogue.standards
        .filter(({ id }) => requirements.some(({ standard }) => standard === id))
        .map(({ id, title, version, publisher, url, licence }) => ({
          id,
          title,
          version,
          publisher,
          url,
          licence: licence.id,
        })),
      requirements: requirements.map(requirement => recordRequirement(requirement, catalogue, notes.packs)),
    },
    packs: notes.packs.map(id => ({ id, title: catalogue.packs.get(id)?.title ?? id })),
    engines: notes.engines,
    checks: recordChecks,
    plan: notes.plan,
    requirements: requirements.map(requirement => resultOf(requirement, notes, assertions, recordChecks)),
    assertions,
    stages,
    observations: observations.map(dehydrate),
    bodies: bodiesOf(observations, folder),
    cleanup: cleanupOf(folder),
  }
}

/** One assertion for each planned one; what did not come back says so. */
function assertionsOf(notes: RunNotes, folder: RunFolder, checks: readonly AnyCheck[]): Assertion[] {
  const results = new Map(folder.results().map(assertion => [assertion.id, assertion]))
  return notes.plan.flatMap(planned => {
    const check = checks.find(({ id }) => id === planned.check)
    return results.get(planned.id) ?? (check ? unfinished(check, planned, 'stopped', 'the run ended first') : [])
  })
}

function resultOf(
  requirement: Requirement,
  notes: RunNotes,
  assertions: readonly Assertion[],
  checks: readonly RecordCheck[],
): RequirementResult {
  const { id } = requirement
  const fate = notes.fates.find(known => known.requirement === id)
  const attestation = notes.attestations[id]
  const claim = notes.claims.find(known => known.requirement === id)
  const waiver = notes.waivers.find(known => known.requirement === id)
  const hazards = notes.target.hazards.filter(hazard => hazard.requirements.includes(id)).map(hazard => hazard.id)
  const own = assertions.filter(assertion => fate?.assertions.includes(assertion.id))
  const review = criterionOf(id) ? { pages: pagesInScope(notes.plan), given: notes.reviews?.[id] ?? [] } : undefined
  const reviews = review?.given.map(one => ({ ...one, settles: settledBy(id, one, review, own) })) ?? []
  const conclusion = requirementState({
    id,
    fate: fate?.fate ?? 'planned',
    ...(fate?.because && { because: fate.because }),
    ...(fate?.owes && { owes: fate.owes }),
    checks: checksSeen(id, own, checks, review),
    ...(attestation && { attestation }),
    ...(review && { review }),
    ...(claim && { claim }),
  })
  return {
    id,
    ...conclusion,
    fate: fate?.fate ?? 'planned',
    assertions: fate?.assertions ?? [],
    foretold: (fate?.assertions.length ?? 0) === 0,
    ...(attestation && { attestation }),
    ...(reviews.length > 0 && { reviews }),
    ...(claim && { claim: { reason: claim.reason, by: claim.by } }),
    ...(waiver && { waiver: { status: waiver.status, reason: waiver.reason, until: waiver.until } }),
    ...(hazards.length > 0 && { hazards }),
  }
}

/** A requirement of the catalogue as it stands in a record. */
export function recordRequirement(
  requirement: Requirement,
  catalogue: Catalogue,
  packs: readonly string[],
): RecordRequirement {
  const {
    id,
    standard,
    statement,
    level,
    clause,
    cwe,
    url,
    pillar,
    basis,
    dutyHolder,
    fix,
    safety,
    sourceConfirmed,
    trialUse,
    inForce,
    conformBy,
    supersededBy,
  } = requirement
  return {
    ...{
      id,
      standard,
      statement,
      level,
      clause,
      pillar,
      basis,
      dutyHolder,
      fix,
      safety,
      sourceConfirmed,
      trialUse: trialUse === true,
    },
    ...(cwe && { cwe }),
    ...(url && { url }),
    ...(inForce && { inForce }),
    ...(conformBy && { conformBy }),
    ...(supersededBy && { supersededBy }),
    packs: packs.filter(pack => catalogue.packs.get(pack)?.requirements.includes(id)),
  }
}

const recordCheck = (
  { id, version, title, fix, effect, verifies }: AnyCheck,
  leftOut: readonly string[] | undefined,
): RecordCheck => ({ id, version, title, fix, effect, verifies, ...(leftOut && { leftOut }) })

function bodiesOf(observations: readonly Observation[], folder: RunFolder): { [digest: string]: string } {
  const bodies: { [digest: string]: string } = {}
  let total = 0
  const take = (digest: string) => {
    if (digest in bodies) return
    const text = folder.body(digest)
    if (text === undefined || total + text.length > MOST_CHARACTERS_IN_ALL) return
    bodies[digest] = text
    total += text.length
  }
  for (const observation of observations) {
    if (observation.kind !== 'exchange') continue
    for (const body of [observation.request.body, observation.response?.body])
      if (body && body.bytes > 0) take(body.digest)
  }
  // Pictures last: no judge needs them.
  for (const observation of observations)
    if (observation.kind === 'page') for (const { digest } of observation.pictures?.taken ?? []) take(digest)
  return bodies
}
