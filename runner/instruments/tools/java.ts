import { join } from 'node:path'
import { isProgram, onPath, printedBy } from './program.ts'
import type { Tool } from './tool.ts'

/** HL7's validator is built for this release. */
const LEAST = 17

/** 8 for `1.8.0_392`, 17 for `17.0.15`; undefined for anything else. */
export function javaMajor(printed: string): { major: number; version: string } | undefined {
  const version = /version "([^"]+)"/.exec(printed)?.[1]
  const numbers = /^(?:1\.)?(\d+)/.exec(version ?? '')
  return version && numbers ? { major: Number(numbers[1]), version } : undefined
}

const mends: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'brew install --cask temurin',
  win32: 'winget install EclipseAdoptium.Temurin.21.JRE',
}

/** Finds Java: JAVA_HOME first, as Java's own tools do, then PATH. It is started once, to hear its version. */
export async function findJava(env: Readonly<Record<string, string | undefined>> = process.env): Promise<Tool> {
  const tool = {
    name: 'Java',
    costs: "HL7's own FHIR validator cannot run; resources are validated by the embedded one, without profiles",
    mend: mends[process.platform] ?? 'sudo apt-get install default-jre-headless',
  }
  const home = env.JAVA_HOME && join(env.JAVA_HOME, 'bin', process.platform === 'win32' ? 'java.exe' : 'java')
  const where = home && isProgram(home) ? home : onPath('java', env)
  if (!where) return { ...tool, found: false, because: 'neither JAVA_HOME nor PATH leads to a java' }
  const told = javaMajor((await printedBy(where, ['-version'])) ?? '')
  if (!told) return { ...tool, found: false, where, because: `${where} does not say its version` }
  const { major, version } = told
  return major >= LEAST
    ? { ...tool, found: true, where, version }
    : { ...tool, found: false, where, version, because: `${where} is Java ${version}; ${LEAST} or later is needed` }
}
