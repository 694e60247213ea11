/** `mustdo portfolio <folder>`: every product of a folder of reports on one page, and as CSV. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { type Portfolio, type PortfolioInput, portfolio } from '../../reports/review/portfolio.ts'
import { portfolioCsv, portfolioPage } from '../../reports/review/portfolio-page.ts'
import { type SealRequest, seal } from '../../reports/seal/seal.ts'
import { keysOf, readTrust } from '../../reports/seal/trust.ts'
import { plain } from '../../reports/terminal/text.ts'
import { frameworkFrom, type Signers, signersOfFramework } from '../desk/framework.ts'
import { reportsPooled } from '../desk/reports-pool.ts'
import { loadSigner } from '../keys/load-signer.ts'
import { version } from '../version.ts'
import { UsageError } from './explain.ts'
import { print, printJson } from './output.ts'

interface Flags {
  readonly output: string
  readonly framework?: string
  readonly trust?: string
  readonly pack?: string
  readonly key?: string
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
    .option(
      '--key <file>',
      'private key (PEM), or .yaml file of a signing program, that seals the page; it is not sealed without',
    )
    .option('--json', 'print one JSON document')
    .action(async (folder: string, flags: Flags) => {
      if (!/\.html$/i.test(flags.output))
        throw new UsageError(`--output is "${flags.output}". Expected a name that ends in .html. Add it.`)
      const signers = await signersFrom(flags)
      const signer = flags.key ? await loadSigner({ file: flags.key }) : undefined
      const all = await reportsPooled(folder, { require: ['complete'], ...signers })
      const found: readonly PortfolioInput[] = all.filter(
        ({ record }) => flags.pack === undefined || !record || record.packs.some(({ id }) => id === flags.pack),
      )
      const made = portfolio(found, new Date().toISOString().slice(0, 10))
      const csv = flags.output.replace(/\.html$/i, '.csv')
      const title = flags.framework ? frameworkFrom(flags.framework).title : 'Portfolio of reports'
      const page = Buffer.from(portfolioPage(made, { title, version }), 'latin1')
      writeFileSync(flags.output, signer ? await seal(page, signer, sealOf(made, title)) : page)
      writeFileSync(csv, portfolioCsv(made))
      if (flags.json) return printJson(made)
      print(`${flags.output} and ${csv}: ${made.rows.length} products, ${made.unverified.length} files not counted`)
      for (const { file, reason } of made.unverified) print(`  not counted  ${plain(`${file}: ${reason}`)}`)
    })
}

/** What the seal of a portfolio says: no run and no verdict, but what was put together when. */
function sealOf(made: Portfolio, title: string): SealRequest {
  const now = new Date()
  const files = JSON.stringify(made.rows.map(({ file, date }) => [file, date]))
  return {
    role: 'framework',
    iat: Math.floor(now.getTime() / 1000),
    summary: {
      run: `portfolio of ${made.today}`,
      title: `Portfolio. ${title}`,
      verdict: `${made.rows.length} products, ${made.unverified.length} files not counted`,
      target: { supplier: 'several', product: 'several', version: '-', environment: '-' },
      window: { from: now.toISOString(), to: now.toISOString() },
      catalogue: { version: '-', digest: createHash('sha256').update(files).digest('hex') },
    },
  }
}

async function signersFrom({ framework, trust }: Flags): Promise<Signers> {
  if (framework && trust)
    throw new UsageError('--framework and --trust were given. Expected one of them. A framework names its keys itself.')
  if (framework) return signersOfFramework(frameworkFrom(framework))
  if (!trust) return {}
  const file = await readTrust(readFileSync(trust, 'utf8'))
  return { keys: await keysOf(file), ...(file.pipelines && { pipelines: file.pipelines }) }
}
