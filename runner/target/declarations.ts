/** What the supplier declares: claims, attestations, waivers asked for, hazards, and the catalogue all that speaks of. */
import type { Context } from './context.ts'
import { expectKnown, expectUnique } from './context.ts'
import type { AttestationForm, FileForm } from './file-form.ts'
import type { Attestation } from './model.ts'

/** Complains about names that the catalogue does not have, dates that cannot be, and claims about nothing. */
export function checkDeclarations(context: Context, form: FileForm): void {
  const { problems, known, today } = context
  const requirement = (pointer: string, id: string) =>
    expectKnown(context, pointer, id, known.requirements, 'the id of a requirement; see mustdo standards list')
  for (const [i, pack] of form.packs.entries())
    expectKnown(context, `/packs/${i}`, pack, known.packs, 'a pack; see mustdo standards list')
  for (const [i, claim] of (form.notApplicable ?? []).entries()) {
    const at = `/notApplicable/${i}`
    if ((claim.requirement === undefined) === (claim.condition === undefined))
      problems.add(
        at,
        `names ${claim.requirement === undefined ? 'neither "requirement" nor' : 'both "requirement" and'} "condition". Expected exactly one. Say what does not apply.`,
      )
    if (claim.requirement !== undefined) requirement(`${at}/requirement`, claim.requirement)
    if (claim.condition !== undefined)
      expectKnown(context, `${at}/condition`, claim.condition, known.conditions, 'a condition of the catalogue')
  }
  for (const [i, attestation] of (form.attestations ?? []).entries()) {
    requirement(`/attestations/${i}/requirement`, attestation.requirement)
    if (attestation.until < attestation.on)
      problems.add(
        `/attestations/${i}/until`,
        `is ${attestation.until}, before "on" (${attestation.on}). Expected the last day it holds. Swap them?`,
      )
  }
  const waivers = form.waivers ?? []
  expectUnique(context, '/waivers', waivers, 'requirement')
  for (const [i, waiver] of waivers.entries()) {
    requirement(`/waivers/${i}/requirement`, waiver.requirement)
    if (waiver.until < today)
      problems.warn(`/waivers/${i}/until`, `is ${waiver.until}; a waiver in the past asks for nothing.`)
  }
  expectUnique(context, '/hazards', form.hazards ?? [], 'id')
  for (const [i, hazard] of (form.hazards ?? []).entries())
    for (const [j, id] of hazard.requirements.entries()) requirement(`/hazards/${i}/requirements/${j}`, id)
  checkPin(context, form.catalogue)
}

function checkPin({ problems, known }: Context, pin: FileForm['catalogue']): void {
  for (const key of ['version', 'digest'] as const) {
    const wanted = pin?.[key]
    const here = known.catalogue?.[key]
    if (wanted !== undefined && here !== undefined && wanted !== here)
      problems.add(
        `/catalogue/${key}`,
        `is "${wanted}", but this mustdo brings "${here}". Expected the same standards as were pinned. Install the mustdo that has them, or change the pin.`,
      )
  }
}

/** Evidence is looked for when the attestation is judged: a file that is gone voids the attestation, not the run. */
export const loadAttestations = (context: Context, forms: readonly AttestationForm[]): readonly Attestation[] =>
  forms.map(form => ({
    ...form,
    evidence: (form.evidence ?? []).map(({ file, sha256 }) => ({
      name: file,
      path: context.path(file),
      ...(sha256 !== undefined && { sha256 }),
    })),
  }))
