/** `mustdo init <url>`: looks around at an address and writes a commented target file to start from. */
import { existsSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { loadCatalogue } from '../../standards/index.ts'
import { noFilters } from '../plan/filters.ts'
import { conduct } from '../run/conduct.ts'
import { targetFromUrl } from '../target/from-url.ts'
import { draftTarget, type Found } from '../target/init.ts'
import { UsageError } from './explain.ts'
import { print, printJson, remark } from './output.ts'
import { DEFAULT_TARGET, userName } from './run.ts'

export function addInit(program: Command): void {
  program
    .command('init')
    .description('Look around at an address and write a target file')
    .argument('<url>', 'where the product answers')
    .option('-o, --output <file>', 'where the target file goes', DEFAULT_TARGET)
    .option('--json', 'print one JSON document')
    .action(async (url: string, { output, json }: { output: string; json?: boolean }) => {
      if (existsSync(output))
        throw new UsageError(`${output} exists already. Expected a new file. Choose another name with --output.`)
      const catalogue = loadCatalogue()
      const { landscape, record } = await conduct({
        target: targetFromUrl(url),
        catalogue,
        loadChecks: async () => [],
        filters: noFilters,
        operator: userName(),
        demo: false,
        signal: new AbortController().signal,
        planOnly: true,
      })
      const site = landscape.sites[0]
      const found: Found = {
        url,
        fhir: landscape.fhir
          .filter(({ declared }) => declared)
          .map(({ url, fhirVersion, software }) => ({ url, version: fhirVersion, ...(software && { software }) })),
        ...(landscape.issuers[0]?.tokenEndpoint && {
          smart: { issuer: landscape.issuers[0].url, tokenUrl: landscape.issuers[0].tokenEndpoint },
        }),
        openapi: landscape.apis.flatMap(({ openapi }) => openapi ?? []),
        ...(site && {
          web: {
            url: site.url,
            pages: site.pages,
            ...(site.accessibilityStatement && { statement: site.accessibilityStatement }),
          },
        }),
        packs: [...catalogue.packs.values()].map(({ id, title }) => ({ id, title })),
      }
      writeFileSync(output, draftTarget(found))
      if (record.run.notReached) remark(`Nothing answered at ${url}; the file holds what the address alone says.`)
      if (json) printJson({ version: 1, file: output, reached: !record.run.notReached, found })
      else print(`${output} is written. Replace each CHANGE-ME in it, then: mustdo plan ${output}`)
    })
}
