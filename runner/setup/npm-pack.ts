import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { SetupError } from './error.ts'
import { findNpm, runTool } from './run-tool.ts'

/** Brings one package (`name@version`) into a folder, from the registry that npm is configured with or the one that is named. Gives its .tgz. */
export async function npmPack(spec: string, folder: string, registry?: string): Promise<string> {
  const npm = findNpm()
  if (!npm)
    throw new SetupError(
      'npm was not found beside node nor on PATH. Expected it, since it brings the FHIR definitions.\nInstall Node with npm (https://nodejs.org), then run the same command again.',
    )
  const before = new Set(await readdir(folder))
  const words = ['pack', spec, '--silent', '--ignore-scripts', ...(registry ? [`--registry=${registry}`] : [])]
  await runTool('npm', npm, words, folder)
  const file = (await readdir(folder)).find(entry => entry.endsWith('.tgz') && !before.has(entry))
  if (file) return join(folder, file)
  throw new SetupError(`npm pack ${spec} left no file. Expected a .tgz. Run it by hand to see why.`)
}
