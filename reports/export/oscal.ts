import type { RunRecord } from '../record.ts'
import { type Judged, judged, runVerdict } from '../verdict.ts'
import { oscalObservations } from './oscal-observations.ts'
import { line, props, token, uuidsOf } from './oscal-parts.ts'

/** The OSCAL release whose schema a test holds this export against. */
const OSCAL_VERSION = '1.2.3'

/**
 * OSCAL assessment results (JSON): one finding for each requirement. OSCAL knows only satisfied and not satisfied, so what could not
 * be told or was not tested is "not-satisfied" for another reason, never silence; our own state stands beside it as a property.
 */
export function oscal(record: RunRecord): string {
  const { run, target, tool, packs } = record
  const uuid = uuidsOf(record)
  const all = judged(record)
  const verdict = runVerdict(record)
  const actor = { type: 'tool', 'actor-uuid': uuid('tool', tool.version) }
  const looked = all.filter(({ result }) => !['notTested', 'notApplicable'].includes(result.state))
  const { observations, about } = oscalObservations(record, uuid, actor)
  const scope = packs.map(({ title }) => title).join(', ')
  const document = {
    'assessment-results': {
      uuid: uuid('assessment-results', run.id),
      metadata: {
        title: line(`${run.demo ? 'DEMONSTRATION. ' : ''}${target.supplier} ${target.product} ${target.version}`),
        'last-modified': run.endedAt,
        version: line(run.id),
        'oscal-version': OSCAL_VERSION,
        parties: [
          { uuid: uuid('party', 'operator'), type: 'organization', name: line(run.operator) },
          { uuid: uuid('party', 'supplier'), type: 'organization', name: line(target.supplier) },
        ],
        remarks: 'Produced with mustdo by the operator; not issued or endorsed by NHS England.',
      },
      'import-ap': { href: `#${uuid('plan', run.id)}` },
      results: [
        {
          uuid: uuid('result', run.id),
          title: line(`Run ${run.id}`),
          description: line(`${verdict.word}${scope ? ` for ${scope}` : ''}. ${verdict.trouble.join(' ')}`),
          start: run.startedAt,
          end: run.endedAt,
          props: props({
            verdict: verdict.word,
            environment: target.environment,
            partial: String(run.partial !== undefined),
            demonstration: String(run.demo),
            catalogue: `${record.catalogue.version} sha256:${record.catalogue.digest}`,
          }),
          'local-definitions': {
            components: [
              component(uuid('product', 'product'), 'software', `${target.product} ${target.version}`, target.supplier),
            ],
            'assessment-assets': {
              components: [component(actor['actor-uuid'], 'software', `mustdo ${tool.version}`, 'conformance harness')],
              'assessment-platforms': [{ uuid: uuid('platform', 'host'), title: line(run.host.platform) }],
            },
          },
          'reviewed-controls': {
            'control-selections': [
              looked.length > 0
                ? { 'include-controls': looked.map(({ requirement }) => ({ 'control-id': token(requirement.id) })) }
                : { description: 'No requirement was looked at.', 'include-controls': [{ 'control-id': 'none' }] },
            ],
          },
          ...(observations.length > 0 && { observations }),
          ...(all.length > 0 && {
            findings: all.map(one => ({
              uuid: uuid('finding', one.requirement.id),
              title: line(one.requirement.id),
              description: line(one.requirement.statement),
              props: props({
                state: one.result.state,
                level: one.requirement.level,
                standard: one.requirement.standard,
                clause: one.requirement.clause,
                basis: one.requirement.basis,
                pillar: one.requirement.pillar,
                ...(one.result.owes && { owes: `${one.result.owes.who}: ${one.result.owes.act}` }),
              }),
              origins: [{ actors: [actor] }],
              target: targetOf(one),
              ...relatedTo(about(one.requirement.id)),
            })),
          }),
        },
      ],
      'back-matter': {
        resources: [
          {
            uuid: uuid('plan', run.id),
            title: 'Plan of the run',
            description: line(
              `The plan is part of the run’s record: ${record.plan.length} assertions. It is no separate document.`,
            ),
          },
        ],
      },
    },
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

const component = (uuid: string, type: string, title: string, description: string) => ({
  uuid,
  type,
  title: line(title),
  description: line(description),
  status: { state: 'operational' },
})

const relatedTo = (observations: readonly string[]) =>
  observations.length > 0 ? { 'related-observations': observations.map(uuid => ({ 'observation-uuid': uuid })) } : {}

const statuses = {
  met: { state: 'satisfied', reason: 'pass' },
  notMet: { state: 'not-satisfied', reason: 'fail' },
  cantTell: { state: 'not-satisfied', reason: 'other' },
  notTested: { state: 'not-satisfied', reason: 'other' },
  attested: { state: 'satisfied', reason: 'other' },
  notApplicable: { state: 'satisfied', reason: 'other' },
} as const
const said = {
  met: '',
  notMet: 'Not met.',
  cantTell: 'Could not tell.',
  notTested: 'Not tested.',
  attested: 'Attested by a person, not tested.',
  notApplicable: 'Does not apply.',
} as const

function targetOf({ requirement, result }: Judged) {
  const remarks = [said[result.state], result.because ?? ''].filter(Boolean).join(' ')
  return {
    type: 'objective-id',
    'target-id': token(requirement.id),
    status: { ...statuses[result.state], ...(remarks && { remarks: line(remarks) }) },
    ...(result.state === 'notApplicable' && { 'implementation-status': { state: 'not-applicable' } }),
  }
}
