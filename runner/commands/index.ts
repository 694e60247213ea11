import type { Command } from 'commander'
import { addDemo } from './demo.ts'
import { addDoctor } from './doctor.ts'
import { addInit } from './init.ts'
import { addKeys } from './keys.ts'
import { addOwed } from './owed.ts'
import { addPlan } from './plan.ts'
import { addReplay } from './replay.ts'
import { addReport } from './report.ts'
import { addRun } from './run.ts'
import { addShow } from './show.ts'
import { addStandards } from './standards.ts'
import { addVerify } from './verify.ts'

/** Every command, in the order in which help shows them. */
export const commands: readonly ((program: Command) => void)[] = [
  addRun,
  addDemo,
  addInit,
  addPlan,
  addDoctor,
  addShow,
  addOwed,
  addReport,
  addReplay,
  addVerify,
  addKeys,
  addStandards,
]
