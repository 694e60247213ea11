import { dataFolder } from '../../setup/data-folder.ts'
import { tryBrowser } from './browser-tool.ts'
import { findUkCore } from './fhir-packages.ts'
import { findJava } from './java.ts'
import { findNode, findVitest } from './node-parts.ts'
import { onPath, printedBy } from './program.ts'
import type { Tool } from './tool.ts'
import { findEmbeddedValidator, findOfficialValidator } from './validators.ts'

export { type Tool, toEngine } from './tool.ts'

async function findOpenssl(): Promise<Tool> {
  const where = onPath('openssl', process.env)
  const version = where
    ? /^(?:OpenSSL|LibreSSL) \S+/m.exec((await printedBy(where, ['version'])) ?? '')?.[0]
    : undefined
  return {
    name: 'openssl',
    found: version !== undefined,
    ...(where ? { where } : {}),
    ...(version ? { version } : { because: 'PATH leads to no openssl' }),
    costs: 'nothing in a run; a reader who distrusts mustdo can check a seal with it',
    mend:
      process.platform === 'win32'
        ? 'winget install ShiningLight.OpenSSL.Light'
        : process.platform === 'darwin'
          ? 'brew install openssl'
          : 'sudo apt-get install openssl',
  }
}

/** Looks at what this machine has, in the order in which a reader cares. Starts the browser and Java once each (1 to 3 s). */
export const inspectMachine = (data: string = dataFolder()): Promise<readonly Tool[]> =>
  Promise.all([
    findNode(),
    findVitest(),
    tryBrowser(),
    findJava(),
    findEmbeddedValidator(),
    findOfficialValidator(data),
    findUkCore(data),
    findOpenssl(),
  ])
