import { bases, type Pillar } from '../../../standards/model.ts'
import { counted, isBroken, isOpen, runVerdict } from '../../verdict.ts'
import { causesOf } from './cause.ts'
import { documentsOf } from './documents.ts'
import type { Look } from './look.ts'
import { anchor } from './text.ts'

export interface NotMetLine {
  readonly href: string
  readonly id: string
  readonly what: string
  readonly extent: string
  readonly hazards: string
}

/** Musts that are not met, safety first, then by weight of basis; remembered sources last and said so. */
export function notMetLines(look: Look): readonly NotMetLine[] {
  const { headline: said, fixes } = look.words
  const failing = counted(look.record, 'must').filter(({ result }) => result.state === 'notMet')
  const weight = (one: (typeof failing)[number]) =>
    (isBroken(one) ? 0 : 100) + (one.requirement.safety ? 0 : 50) + bases.indexOf(one.requirement.basis)
  return [...failing]
    .sort((a, b) => weight(a) - weight(b))
    .map(one => {
      const causes = causesOf(one.requirement.id, look).filter(cause => cause.outcome === 'failed' && !cause.advice)
      const first = causes[0]
      const places = causes.reduce((sum, cause) => sum + cause.count, 0)
      return {
        href: first ? anchor('f', first.ids[0] ?? '') : anchor('r', one.requirement.id),
        id: one.requirement.id,
        what: first?.message ?? one.result.because ?? one.requirement.statement,
        extent: [
          places > 0 ? fixes.places(places) : '',
          causes.length > 0 ? said.causes(causes.length) : '',
          isBroken(one) ? '' : said.remembered,
        ]
          .filter(Boolean)
          .join(', '),
        hazards: (one.result.hazards ?? []).join(', '),
      }
    })
}

const instruments = new Set(['web', 'api', 'fhir'])

/** What this run does not speak of, in short phrases. */
export function notCovered(look: Look): readonly string[] {
  const { record } = look
  const { headline: said, terms } = look.words
  const surfaces = record.target.surfaces.filter(surface => !instruments.has(surface.toLowerCase()))
  const waiting = counted(record, 'must', 'usability-accessibility' satisfies Pillar).filter(
    one => isOpen(one) && one.result.owes?.who === 'reviewer',
  ).length
  const waivers = record.requirements.flatMap(({ waiver }) => (waiver ? [waiver.status] : []))
  const planned = runVerdict(record).open.filter(({ result }) => result.fate === 'planned').length
  const documents = documentsOf(look).length
  return [
    ...(surfaces.length > 0 ? [said.surfaces(surfaces.map(surface => terms.surfaces[surface] ?? surface))] : []),
    ...(documents > 0 ? [said.documents(documents)] : []),
    ...(waiting > 0 ? [said.waiting(waiting)] : []),
    ...(planned > 0 ? [said.planned(planned)] : []),
    said.waivers(
      waivers.filter(status => status === 'asked for').length,
      waivers.filter(status => status === 'accepted').length,
    ),
  ]
}
