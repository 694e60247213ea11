import { expect, test } from 'vitest'
import { cataloguePage, nationalPlanPage } from './docs.ts'
import { catalogueRoot, loadCatalogue } from './index.ts'
import { loadNationalPlan } from './plan.ts'

const catalogue = loadCatalogue()
const plan = loadNationalPlan(catalogue)

test('the catalogue page names every requirement and is the same twice', () => {
  const page = cataloguePage(catalogue)
  expect([...catalogue.requirements.keys()].filter(id => !page.includes(`| ${id} |`))).toEqual([])
  expect(page).toBe(cataloguePage(loadCatalogue(catalogueRoot)))
  expect(page.endsWith('\n')).toBe(true)
})

test('no cell of the catalogue page breaks its table', () => {
  const rows = cataloguePage(catalogue)
    .split('\n')
    .filter(line => /^\| [A-Z]+-/.test(line))
  for (const row of rows) expect(row.replaceAll('\\|', '').split('|'), row).toHaveLength(8)
})

test('every commitment of the plan is answered by rows, by a pack, or by a reason', () => {
  const page = nationalPlanPage(catalogue, plan)
  for (const commitment of plan.commitments) {
    expect(page).toContain(`### ${commitment.commitment}`)
    const answers = [commitment.packs, commitment.requirements, commitment.notProduct, commitment.mustdo]
    expect(
      answers.some(part => part !== undefined),
      commitment.id,
    ).toBe(true)
  }
})

test('the plan names all eight products and the five pillars', () => {
  const packs = plan.commitments.flatMap(commitment => commitment.packs ?? [])
  expect([...packs].sort()).toEqual([...catalogue.packs.keys()].filter(id => id !== 'common').sort())
  const pillars = plan.commitments.filter(commitment => commitment.theme === 'The five pillars')
  expect(pillars).toHaveLength(5)
})
