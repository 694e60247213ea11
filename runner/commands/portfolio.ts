/** `mustdo portfolio <folder>`: every product of a folder of reports on one page, and as CSV. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { RunRecord } from '../../reports/record.ts'
import { type PortfolioInput, portfolio } from '../../reports/review/portfolio.ts'
import { portfolioCsv, portfolioPage } from '../../reports/review/portfolio-page.ts'
import { keysOf, readTrust } from '../../reports/seal/trust.ts'
import { plain } from '../../reports/terminal/text.ts'
import { frameworkFrom, keysOfFramework } from '../desk/framework.ts'
import { reportsIn } from '../desk/reports-in.ts'
import { version } from '../version.ts'
import { UsageError } from './explain.ts'
import { print, printJson } from './output.ts'

interface Flags {
  readonly output: string
  readonly framework?: string
  readonly trust?: string
  readonly pack?: string
  readonly json?: boolean
}

export function addPortfolio(program: Command): void {
  program
    .command('portfolio')
    .description('Put every product of a folder of reports on one page, with CSV beside it')
    .argument('<folder>', 'folder with sealed reports')
    .option('-o, --output <file>', 'where the page goes; the CSV goes beside it', 'portfolio.html')
    .option('--framework <name>', 'keys are those of this framework: a name, or a .yaml file of your own')
    .option('--trust <file>', 'keys that are known, with names and roles')
    .option('--pack <id>', 'only reports on this product type')
    .option('--json', 'print one JSON document')
    .action(async (folder: string, flags: Flags) => {
      if (!/\.html$/i.test(flags.output))
        throw new UsageError(`--output is "${flags.output}". Expected a name that ends in .html. Add it.`)
      const keys = await keysFrom(flags)
      const found: PortfolioInput[] = []
      const light = lightener()
      for await (const one of reportsIn(folder, { require: ['complete'], ...(keys && { keys }) })) {
        const ofPack = one.record?.packs.some(({ id }) => id === flags.pack)
        if (flags.pack === undefined || !one.record || ofPack)
          found.push({ ...one, ...(one.record && { record: light(one.record) }) })
      }
      const made = portfolio(found, new Date().toISOString().slice(0, 10))
      const csv = flags.output.replace(/\.html$/i, '.csv')
      const title = flags.framework ? frameworkFrom(flags.framework).title : 'Portfolio of reports'
      writeFileSync(flags.output, portfolioPage(made, { title, version }))
      writeFileSync(csv, portfolioCsv(made))
      if (flags.json) return printJson(made)
      print(`${flags.output} and ${csv}: ${made.rows.length} products, ${made.unverified.length} files not counted`)
      for (const { file, reason } of made.unverified) print(`  not counted  ${plain(`${file}: ${reason}`)}`)
    })
}

async function keysFrom({ framework, trust }: Flags) {
  if (framework && trust)
    throw new UsageError('--framework and --trust were given. Expected one of them. A framework names its keys itself.')
  if (framework) return keysOfFramework(frameworkFrom(framework))
  return trust ? keysOf(await readTrust(readFileSync(trust, 'utf8'))) : undefined
}

/** What a portfolio needs of a record. Evidence is left out and equal catalogues are kept once, or 500 reports would not fit. */
function lightener(): (record: RunRecord) => RunRecord {
  const catalogues = new Map<string, RunRecord['catalogue']>()
  return record => {
    const key = createHash('sha256').update(JSON.stringify(record.catalogue)).digest('hex')
    const catalogue = catalogues.get(key) ?? record.catalogue
    catalogues.set(key, catalogue)
    const assertions = record.assertions.map(assertion => ({ ...assertion, observations: [] }))
    return { ...record, catalogue, assertions, bodies: {}, observations: [], stages: [] }
  }
}
