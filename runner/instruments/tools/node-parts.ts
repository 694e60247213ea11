import type { Tool } from './tool.ts'

const LEAST = [20, 19] as const

/** Node itself; package.json says the same in `engines`. */
export function findNode(version: string = process.versions.node): Tool {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const found = major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1])
  return {
    name: 'Node',
    found,
    version,
    where: process.execPath,
    ...(found ? {} : { because: `${version} is older than ${LEAST.join('.')}` }),
    costs: 'nothing runs',
    mend: 'nvm install 22 (or the installer of https://nodejs.org)',
    needed: true,
  }
}

/** The engine that runs the checks. It is loaded to see: its native part is an optional dependency that installs can drop. */
export async function findVitest(
  load: () => Promise<{ version: string }> = () => import('vitest/node'),
): Promise<Tool> {
  const tool = {
    name: 'vitest',
    costs: 'no check runs',
    mend: 'npm ci --include=optional',
    needed: true,
  }
  try {
    return { ...tool, found: true, version: (await load()).version }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    const because = /rolldown|native binding/i.test(text)
      ? 'its native part (rolldown) is not installed, as after npm ci --omit=optional'
      : (text.split('\n', 1)[0] ?? '').slice(0, 200)
    return { ...tool, found: false, because }
  }
}
