/** `mustdo setup`: brings what this machine lacks, only when asked, into a folder of this user's own. The one command that may ask registries. */
import { Argument, type Command } from 'commander'
import { JAR_VARIABLE } from '../instruments/fhir-validator/official/installed.ts'
import { dataFolder } from '../setup/data-folder.ts'
import { UsageError } from './explain.ts'
import { print, remark } from './output.ts'

interface Given {
  readonly file?: string | undefined
  readonly jar?: string | undefined
}
type Part = (data: string, given: Given, say: (line: string) => void) => Promise<unknown>

const validator: Part = async (data, { jar = process.env[JAR_VARIABLE] || undefined }, say) =>
  (await import('../setup/validator.ts')).setUpValidator(data, say, jar)

const parts = {
  browser: async (data, _given, say) => (await import('../setup/browser.ts')).setUpBrowser(data, say),
  validator,
  // What the same is called in full.
  'fhir-validator': validator,
  'uk-core': async (data, { file }, say) => (await import('../setup/uk-core.ts')).setUpUkCore(data, file, say),
} as const satisfies { readonly [name: string]: Part }

export function addSetup(program: Command): void {
  program
    .command('setup')
    .description("Bring what this machine lacks: a browser, HL7's FHIR validator, a UK Core package")
    .addArgument(new Argument('<part>', 'what to bring').choices(Object.keys(parts)))
    .argument(
      '[file]',
      'for uk-core: the package as .tgz, folder or name#version; else the one in ~/.fhir/packages, else the published one from its registry',
    )
    .option(
      '--jar <path>',
      `for fhir-validator: HL7's validator_cli.jar that you have, instead of the jars from Maven; else ${JAR_VARIABLE}`,
    )
    .addHelpText(
      'after',
      "\nEverything goes to this user's data folder (MUSTDO_HOME names another). Jars come through Maven, the rest through npm, from\nwherever each is configured to look; UK Core from HL7 UK's own registry, or the one that MUSTDO_FHIR_REGISTRY names. What differs from what mustdo was made with is refused.",
    )
    .action(async (part: keyof typeof parts, file: string | undefined, { jar }: { jar?: string }) => {
      if (file !== undefined && part !== 'uk-core')
        throw new UsageError(`setup ${part} takes no file, and was given ${file}. Run: mustdo setup ${part}`)
      if (jar !== undefined && parts[part] !== validator)
        throw new UsageError(
          `setup ${part} takes no jar, and was given ${jar}. Expected --jar with fhir-validator only. Run: mustdo setup fhir-validator --jar ${jar}`,
        )
      const data = dataFolder()
      remark(`into ${data}`)
      await parts[part](data, { file, jar }, remark)
      print(`Done: ${part}. mustdo doctor shows what this machine has now.`)
    })
}
