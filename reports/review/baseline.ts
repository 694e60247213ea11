/** Whether two runs took the same test of the same thing: equal catalogue, checks, packs and engines; equal target. */
import type { Engine, RunRecord } from '../record.ts'
import type { ChangedCheck } from './compare.ts'

/** Equal baselines mean that the same test was taken, so that what differs is the product's. */
export function changedBaseline(
  before: RunRecord,
  after: RunRecord,
  checks: readonly ChangedCheck[],
): { readonly sameTest: boolean; readonly baseline: readonly string[] } {
  const baseline = [
    ...changed('mustdo', before.tool.version, after.tool.version),
    ...changed('catalogue', catalogueOf(before), catalogueOf(after)),
    ...changed('product types', packsOf(before), packsOf(after)),
    ...changed('filters', filtersOf(before), filtersOf(after)),
    ...enginesOf(before.engines, after.engines),
    ...(checks.length > 0
      ? [`${checks.length} ${checks.length === 1 ? 'check is' : 'checks are'} new, gone or changed`]
      : []),
  ]
  // Another version of the tool with the same checks over the same catalogue asks the same.
  return { sameTest: baseline.every(line => line.startsWith('mustdo: ')), baseline }
}

export function changedTarget(before: RunRecord, after: RunRecord): string[] {
  const [then, now] = [before.target, after.target]
  return [
    ...changed('supplier', then.supplier, now.supplier),
    ...changed('product', then.product, now.product),
    ...changed('declared version', then.version, now.version),
    ...changed('observed version', before.observed.softwareVersion ?? 'none', after.observed.softwareVersion ?? 'none'),
    ...changed('environment', then.environment, now.environment),
    ...lists('endpoint', endpointsOf(before), endpointsOf(after)),
    ...lists('identity', identitiesOf(before), identitiesOf(after)),
    ...lists('surface', then.surfaces, now.surfaces),
    ...lists(
      'consent',
      then.consents.map(({ effect }) => effect),
      now.consents.map(({ effect }) => effect),
    ),
    ...changed('test patients', String(then.testPatients), String(now.testPatients)),
    ...lists('certificate key', keysOf(before), keysOf(after)),
  ]
}

const changed = (name: string, then: string, now: string): string[] =>
  then === now ? [] : [`${name}: ${then} then, ${now} now`]

function lists(name: string, then: readonly string[], now: readonly string[]): string[] {
  return [
    ...then.filter(one => !now.includes(one)).map(one => `${name} no longer there: ${one}`),
    ...now.filter(one => !then.includes(one)).map(one => `${name} new: ${one}`),
  ]
}

const catalogueOf = ({ catalogue }: RunRecord) => `${catalogue.version} (${catalogue.digest.slice(0, 12)})`
const packsOf = ({ packs }: RunRecord) => packs.map(({ id }) => id).join(' ') || 'none'
const filtersOf = ({ run }: RunRecord) => run.partial?.filters.join(' ') ?? 'none'
const endpointsOf = ({ target }: RunRecord) => target.endpoints.map(({ name, kind, url }) => `${name} (${kind}) ${url}`)
const identitiesOf = ({ target }: RunRecord) => target.identities.map(({ name, method }) => `${name} (${method})`)
const keysOf = ({ observed }: RunRecord) =>
  observed.certificateKeys.map(({ origin, spki }) => `${origin} ${spki.slice(0, 12)}`)

function enginesOf(before: readonly Engine[], after: readonly Engine[]): string[] {
  const say = ({ version, available, packages = [] }: Engine) =>
    available ? [version, ...packages].join(' ').trim() || 'there' : 'not there'
  const names = [...new Set([...before, ...after].map(({ name }) => name))].sort()
  return names.flatMap(name => {
    const of = (engines: readonly Engine[]) => {
      const engine = engines.find(one => one.name === name)
      return engine ? say(engine) : 'not there'
    }
    return changed(name, of(before), of(after))
  })
}
