/** `mustdo standards`: what must be done, why, and how much of it is checked. */
import type { Command } from 'commander'
import { loadCatalogue } from '../../standards/index.ts'
import { alsoIn, list, show } from '../../standards/query.ts'
import { loadChecks } from '../../suites/registry.ts'
import { coverage, coverageText } from '../plan/coverage.ts'
import { print, printJson } from './output.ts'

interface Flags {
  readonly pack?: string
  readonly pillar?: string
  readonly standard?: string
  readonly json?: boolean
}

export function addStandards(program: Command): void {
  const standards = program.command('standards').description('The catalogue of what must be done')
  const filters = (command: Command) =>
    command
      .option('--pack <id>', 'only this pack')
      .option('--pillar <id>', 'only this pillar')
      .option('--standard <id>', 'only this standard, by its id or the part of it that no other has: asvs')
      .option('--json', 'print one JSON document')

  filters(standards.command('list').description('List requirements')).action((flags: Flags) => {
    const rows = list(loadCatalogue(), flags)
    if (flags.json) printJson({ version: 1, requirements: rows })
    else print(rows.map(row => `${row.id.padEnd(18)} ${row.level.padEnd(7)} ${row.statement}`).join('\n'))
  })

  standards
    .command('show')
    .description('Show a requirement, a standard or a pack')
    .argument('<id>')
    .option('--json', 'print one JSON document')
    .action((id: string, flags: Flags) => {
      const view = show(loadCatalogue(), id)
      if (flags.json) printJson({ version: 1, ...view })
      else print(viewText(view))
    })

  filters(
    standards.command('coverage').description('Show which requirements are checked, attested or not tested, and why'),
  ).action(async (flags: Flags) => {
    const catalogue = loadCatalogue()
    const view = coverage(list(catalogue, flags), await loadChecks())
    if (flags.json) printJson(view)
    else print(coverageText(view))
  })
}

function viewText(view: ReturnType<typeof show>): string {
  if (view.kind === 'pack')
    return `${view.pack.id}  ${view.pack.title}\n${view.pack.summary}\n\n${view.pack.requirements.join('\n')}`
  if (view.kind === 'standard')
    return `${view.standard.title} (${view.standard.version}), ${view.standard.publisher}\n${view.standard.url}\n\n${view.standard.requirements.map(({ id, level, statement }) => `${id.padEnd(18)} ${level.padEnd(7)} ${statement}`).join('\n')}`
  const { requirement, standard, condition, packs } = view
  return [
    `${requirement.id}  ${requirement.level} (${requirement.basis})`,
    requirement.statement,
    '',
    `standard    ${standard.title} (${standard.version}), clause ${requirement.clause}`,
    `            ${standard.url}`,
    ...(requirement.also ? [`also in     ${alsoIn(requirement)}`] : []),
    `applies     ${condition.title}`,
    `packs       ${packs.map(({ id }) => id).join(', ')}`,
    `duty of     ${requirement.dutyHolder}`,
    `fix         ${requirement.fix}`,
    ...(requirement.sourceConfirmed
      ? []
      : [`source      remembered, not read again${requirement.sourceNote ? `: ${requirement.sourceNote}` : ''}`]),
    ...(requirement.fate
      ? [`fate        ${requirement.fate}${requirement.fateReason ? `: ${requirement.fateReason}` : ''}`]
      : []),
  ].join('\n')
}
