import { homedir } from 'node:os'
import { join } from 'node:path'

export type Env = Readonly<Record<string, string | undefined>>

/**
 * Where this user's optional parts lie: MUSTDO_HOME, else the place that the platform keeps for such data. Nothing is made here;
 * only `mustdo setup` writes to it.
 */
export function dataFolder(
  env: Env = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (env['MUSTDO_HOME']) return env['MUSTDO_HOME']
  if (platform === 'win32') return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'mustdo')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'mustdo')
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'mustdo')
}
