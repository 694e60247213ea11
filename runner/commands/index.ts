import type { Command } from 'commander'

/** Every command, in the order in which help shows them. Each loads when it is asked for: a start pays for one command. */
export const commands: { readonly [name: string]: () => Promise<(program: Command) => void> } = {
  run: async () => (await import('./run.ts')).addRun,
  demo: async () => (await import('./demo.ts')).addDemo,
  init: async () => (await import('./init.ts')).addInit,
  plan: async () => (await import('./plan.ts')).addPlan,
  doctor: async () => (await import('./doctor.ts')).addDoctor,
  setup: async () => (await import('./setup.ts')).addSetup,
  validate: async () => (await import('./validate.ts')).addValidate,
  tls: async () => (await import('./tls.ts')).addTls,
  show: async () => (await import('./show.ts')).addShow,
  owed: async () => (await import('./owed.ts')).addOwed,
  attest: async () => (await import('./attest.ts')).addAttest,
  report: async () => (await import('./report.ts')).addReport,
  replay: async () => (await import('./replay.ts')).addReplay,
  compare: async () => (await import('./compare.ts')).addCompare,
  cleanup: async () => (await import('./cleanup.ts')).addCleanup,
  verify: async () => (await import('./verify.ts')).addVerify,
  countersign: async () => (await import('./countersign.ts')).addCountersign,
  publish: async () => (await import('./publish.ts')).addPublish,
  review: async () => (await import('./review.ts')).addReview,
  portfolio: async () => (await import('./portfolio.ts')).addPortfolio,
  challenge: async () => (await import('./challenge.ts')).addChallenge,
  keys: async () => (await import('./keys.ts')).addKeys,
  accessibility: async () => (await import('./accessibility.ts')).addAccessibility,
  standards: async () => (await import('./standards.ts')).addStandards,
}
