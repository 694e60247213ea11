/** Turns files that each are right into a catalogue that is right as a whole: unique ids, references that lead somewhere. */
import type { ConditionsFile, StandardFile } from './files.ts'
import { requirementOf } from './files.ts'
import { type Condition, type Framework, type Pack, pillars, type Requirement, type Standard } from './model.ts'
import { nearest, type YamlFile } from './yaml-file.ts'

export interface Files {
  readonly standards: readonly YamlFile<StandardFile>[]
  readonly packs: readonly YamlFile<Pack>[]
  readonly conditions: YamlFile<ConditionsFile>
  readonly frameworks: readonly YamlFile<Framework>[]
}

export interface Resolved {
  readonly standards: readonly Standard[]
  readonly requirements: ReadonlyMap<string, Requirement>
  readonly packs: ReadonlyMap<string, Pack>
  readonly conditions: ReadonlyMap<string, Condition>
  readonly frameworks: ReadonlyMap<string, Framework>
}

/** Resolves and checks across files. `report` is told each fault with file, line and column; all are found in one go. */
export function resolve(files: Files, report: (problem: string) => void): Resolved {
  const say = (file: YamlFile<unknown>, pointer: string, message: string) =>
    report(file.error(pointer, message).message)
  const refer = (
    file: YamlFile<unknown>,
    pointer: string,
    what: string,
    id: string,
    known: ReadonlyMap<string, unknown>,
  ) => {
    if (known.has(id)) return
    const ids = [...known.keys()]
    const near = nearest(id, ids)
    const guess = near === undefined ? '' : ` Did you mean "${near}"?`
    const expected = ids.length <= 40 ? `one of ${ids.join(', ')}` : `one of the ${ids.length} ids of the catalogue`
    say(file, pointer, `${what} "${id}" does not exist. Expected ${expected}.${guess}`)
  }

  const conditions = new Map<string, Condition>()
  files.conditions.value.conditions.forEach((condition, i) => {
    if (conditions.has(condition.id))
      say(
        files.conditions,
        `/conditions/${i}/id`,
        `condition "${condition.id}" is there twice. Expected each id once. Rename one.`,
      )
    conditions.set(condition.id, condition)
  })

  const requirements = new Map<string, Requirement>()
  const home = new Map<string, string>()
  const standards: Standard[] = []
  const known = new Map(files.standards.map(({ value }) => [value.id, value]))
  for (const file of [...files.standards].sort((a, b) => pillarRank(a) - pillarRank(b))) {
    const { defaults: _, ...standard } = file.value
    if (standards.some(other => other.id === standard.id))
      say(file, '/id', `standard "${standard.id}" is there twice. Expected each id once. Rename one.`)
    if (!file.file.endsWith(`${standard.pillar}/${standard.id}.yaml`))
      say(
        file,
        '/id',
        `standard "${standard.id}" is not where it belongs. Expected ${standard.pillar}/${standard.id}.yaml. Move the file.`,
      )
    const rows = file.value.requirements.map((row, i) => {
      const requirement = requirementOf(file.value, row)
      const at = `/requirements/${i}`
      const first = home.get(row.id)
      if (first)
        say(
          file,
          `${at}/id`,
          `requirement "${row.id}" is also in ${first}. Expected each id once. Ids are never reused: rename one.`,
        )
      refer(file, `${at}/appliesWhen`, 'condition', requirement.appliesWhen, conditions)
      requirement.also?.forEach((other, k) => {
        refer(file, `${at}/also/${k}/standard`, 'standard', other.standard, known)
      })
      if (requirement.level === 'must' && requirement.basis === 'product-policy')
        say(
          file,
          `${at}/level`,
          `requirement "${row.id}" is a must on the basis of product policy. Expected should or may. Lower it or name a source that binds.`,
        )
      home.set(row.id, file.file)
      requirements.set(row.id, requirement)
      return requirement
    })
    standards.push({ ...standard, requirements: rows })
  }

  const written = new Map(files.packs.map(file => [file.value.id, file]))
  for (const file of files.packs) {
    const pack = file.value
    if (written.get(pack.id) !== file)
      say(file, '/id', `pack "${pack.id}" is there twice. Expected each id once. Rename one.`)
    if (!file.file.endsWith(`packs/${pack.id}.yaml`))
      say(file, '/id', `pack "${pack.id}" is not where it belongs. Expected packs/${pack.id}.yaml. Rename the file.`)
    pack.includes.forEach((id, i) => {
      refer(file, `/includes/${i}`, 'pack', id, written)
    })
    pack.requires.forEach((id, i) => {
      refer(file, `/requires/${i}`, 'condition', id, conditions)
    })
    pack.optional.forEach((id, i) => {
      refer(file, `/optional/${i}`, 'condition', id, conditions)
    })
    pack.requirements.forEach((id, i) => {
      refer(file, `/requirements/${i}`, 'requirement', id, requirements)
    })
  }
  const packs = new Map<string, Pack>()
  for (const file of files.packs) {
    const pack = resolvePack(file.value, written, [...requirements.keys()])
    if (pack === undefined) {
      say(file, '/includes', `pack "${file.value.id}" includes itself. Expected no circle. Remove one of the includes.`)
      continue
    }
    for (const id of pack.requirements) {
      const condition = requirements.get(id)?.appliesWhen
      if (condition && !pack.requires.includes(condition) && !pack.optional.includes(condition)) {
        const own = file.value.requirements.indexOf(id)
        say(
          file,
          own < 0 ? '/requires' : `/requirements/${own}`,
          `requirement "${id}" applies when "${condition}", which the pack does not name. Expected it under requires or optional. Add it.`,
        )
      }
    }
    packs.set(pack.id, pack)
  }

  const frameworks = new Map<string, Framework>()
  for (const file of files.frameworks) {
    const framework = file.value
    framework.packs.forEach((id, i) => {
      refer(file, `/packs/${i}`, 'pack', id, packs)
    })
    for (const key of ['raises', 'acceptedClaims', 'acceptedWaivers'] as const)
      framework[key]?.forEach(({ requirement }, i) => {
        refer(file, `/${key}/${i}/requirement`, 'requirement', requirement, requirements)
      })
    if (!file.file.endsWith(`frameworks/${framework.id}.yaml`))
      say(
        file,
        '/id',
        `framework "${framework.id}" is not where it belongs. Expected frameworks/${framework.id}.yaml. Rename the file.`,
      )
    frameworks.set(framework.id, framework)
  }
  return { standards, requirements, packs, conditions, frameworks }
}

const pillarRank = (file: YamlFile<StandardFile>) => pillars.indexOf(file.value.pillar)

/** The pack with everything it includes, in catalogue order; nothing when the includes go round in a circle. */
function resolvePack(pack: Pack, all: ReadonlyMap<string, YamlFile<Pack>>, order: readonly string[]): Pack | undefined {
  const seen = new Map<string, Pack>()
  const visit = (id: string, path: readonly string[]): boolean => {
    if (path.includes(id)) return false
    const found = all.get(id)?.value
    if (!found) return true
    seen.set(id, found)
    return found.includes.every(next => visit(next, [...path, id]))
  }
  if (!visit(pack.id, [])) return undefined
  const members = [...seen.values()]
  const own = new Set(members.flatMap(member => member.requirements))
  const requires = [...new Set(members.flatMap(member => member.requires))]
  const optional = [...new Set(members.flatMap(member => member.optional))].filter(id => !requires.includes(id))
  return { ...pack, requires, optional, requirements: order.filter(id => own.has(id)) }
}
