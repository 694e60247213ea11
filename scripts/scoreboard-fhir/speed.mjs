// Run in a process of its own: what the embedded validator costs to load, to keep and to use, as JSON.
//   node speed.mjs <folder of examples>
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const cpuMs = since => {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}
const folder = process.argv[2]
const patients = readdirSync(folder)
  .filter(name => name.startsWith('Patient-'))
  .map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')))

const start = process.cpuUsage()
const { embeddedValidator } = await import('../../dist/runner/instruments/fhir-validator/embedded.js')
const engine = await embeddedValidator()
const loadMs = cpuMs(start)

const rounds = async count => {
  for (let round = 0; round < count; round++) for (const patient of patients) await engine.validate(patient)
}
const first = process.cpuUsage()
await rounds(1)
const firstMs = cpuMs(first)
await rounds(40)
const warm = process.cpuUsage()
await rounds(100)
const perSecond = (100 * patients.length * 1000) / cpuMs(warm)
console.log(
  JSON.stringify({
    loadMs: Math.round(loadMs),
    patients: patients.length,
    firstMs: Math.round(firstMs),
    perSecond: Math.round(perSecond),
    memoryMb: Math.round(process.memoryUsage.rss() / 1e6),
  }),
)
