import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { extract } from 'tar'

const EXAMPLES = {
  name: 'hl7.fhir.r4.examples',
  version: '4.0.1',
  integrity: 'sha512-DXBdIZOeQaSKIgCU7w6HOC7sw/6BzylmipLkBW4f//pT+Bc94x+8LImwTdvaNThPJoOzpBzvxAzNqjeu3X/zLw==',
}
const CASES = { artifact: 'org.hl7.fhir.testcases:fhir-test-cases:1.7.69', file: 'fhir-test-cases-1.7.69.jar' }

const isWindows = process.platform === 'win32'

/**
 * The folder of HL7's examples of R4, brought by npm when it is not there yet.
 * @param {string} work a folder that git ignores
 */
export async function examplesFolder(work) {
  const { name, version, integrity } = EXAMPLES
  const cwd = join(work, name)
  if (existsSync(join(cwd, 'package', 'package.json'))) return join(cwd, 'package')
  mkdirSync(cwd, { recursive: true })
  const file = join(work, `${name}-${version}.tgz`)
  execFileSync(isWindows ? 'npm.cmd' : 'npm', ['pack', `${name}@${version}`, '--silent', '--ignore-scripts'], {
    cwd: work,
  })
  const digest = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`
  if (digest !== integrity) throw new Error(`${name}@${version} has digest ${digest}. Expected ${integrity}.`)
  await extract({ file, cwd })
  rmSync(file)
  return join(cwd, 'package')
}

/**
 * The folder of HL7's validator test cases, brought by Maven; undefined where there is no Maven or it cannot bring them.
 * @param {string} work a folder that git ignores
 */
export function casesFolder(work) {
  const target = join(work, 'fhir-test-cases')
  const cases = join(target, 'org', 'hl7', 'fhir', 'testcases', 'validator')
  if (existsSync(join(cases, 'manifest.json'))) return cases
  mkdirSync(target, { recursive: true })
  try {
    const goal = ['dependency:copy', `-Dartifact=${CASES.artifact}`, `-DoutputDirectory=${work}`]
    execFileSync(isWindows ? 'mvn.cmd' : 'mvn', ['-q', '-B', ...goal], { stdio: 'ignore' })
    // A JDK brings jar; without one, unzip does as well.
    const jar = join(work, CASES.file)
    const prefix = 'org/hl7/fhir/testcases/validator'
    try {
      execFileSync('jar', ['xf', jar, prefix], { cwd: target, stdio: 'ignore' })
    } catch {
      execFileSync('unzip', ['-q', '-o', jar, `${prefix}/*`], { cwd: target, stdio: 'ignore' })
    }
    rmSync(jar)
  } catch {
    return undefined
  }
  return existsSync(join(cases, 'manifest.json')) ? cases : undefined
}
