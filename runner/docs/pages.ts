/** The generated pages of docs/: each a pure function of the objects it describes. */

import { cataloguePage, nationalPlanPage } from '../../standards/docs.ts'
import { loadCatalogue } from '../../standards/index.ts'
import { loadNationalPlan } from '../../standards/plan.ts'
import { loadChecks } from '../../suites/registry.ts'
import { coverage } from '../plan/coverage.ts'
import { targetFilePage } from '../target/docs.ts'
import { example } from '../target/example.ts'
import { targetSchema } from '../target/load.ts'
import { commandsPage } from './commands-page.ts'
import { coveragePage } from './coverage-page.ts'
import { criteriaPage } from './criteria-page.ts'

/** File name under docs/ → text. */
export async function pages(): Promise<{ readonly [name: string]: string }> {
  const catalogue = loadCatalogue()
  const checks = await loadChecks()
  const covered = coverage([...catalogue.requirements.values()], checks)
  return {
    'catalogue.md': cataloguePage(catalogue),
    'national-plan.md': nationalPlanPage(catalogue, loadNationalPlan(catalogue)),
    'coverage.md': coveragePage(covered, checks),
    'wcag-criteria.md': criteriaPage(covered, checks),
    'target-file.md': targetFilePage(targetSchema, example),
    'commands.md': await commandsPage(),
  }
}
