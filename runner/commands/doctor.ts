/** `mustdo doctor`: what this machine has, what is missing, what that costs a report, and the one command that mends it. */
import type { Command } from 'commander'
import { exits } from '../../reports/verdict.ts'
import { inspectMachine } from '../instruments/tools/doctor.ts'
import { renderTools } from '../instruments/tools/render.ts'
import { print, printJson } from './output.ts'

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('Show what this machine has for the tests, what is missing and how to get it')
    .option('--json', 'print one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const tools = await inspectMachine()
      if (json) printJson({ version: 1, tools })
      else print(renderTools(tools))
      process.exitCode = tools.some(({ needed, found }) => needed && !found) ? exits.incomplete : 0
    })
}
