/** `mustdo verifier`: the page that checks seals in a browser, offline, for people without mustdo. */
import { copyFileSync, existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { UsageError } from './explain.ts'
import { print, printJson } from './output.ts'

const page = fileURLToPath(new URL('../../reports/verifier/verifier.html', import.meta.url))

export function addVerifier(program: Command): void {
  program
    .command('verifier')
    .description('Write the page that checks seals in a browser, offline, without mustdo')
    .option('-o, --output <file>', 'where the page goes', 'mustdo-verifier.html')
    .option('--json', 'print one JSON document')
    .action(({ output, json }: { output: string; json?: boolean }) => {
      if (existsSync(output))
        throw new UsageError(`${output} exists already. Expected a new file. Choose another name with --output.`)
      copyFileSync(page, output)
      if (json) printJson({ version: 1, file: output })
      else print(`${output}: open it in a browser and drop a report on it. It needs no network and sends nothing.`)
    })
}
