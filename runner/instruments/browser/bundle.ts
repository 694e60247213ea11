import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { dataFolder } from '../../setup/data-folder.ts'

/** Where `mustdo setup browser` puts the package with a browser inside. */
export const bundleFolder = (data: string): string => join(data, 'browser')

/** The package with a browser inside, as an address to import: beside mustdo, else where set-up put it. */
export function bundleEntry(): string | undefined {
  try {
    return import.meta.resolve('@sparticuz/chromium')
  } catch {
    const entry = join(bundleFolder(dataFolder()), 'node_modules', '@sparticuz', 'chromium', 'build', 'esm', 'index.js')
    return existsSync(entry) ? pathToFileURL(entry).href : undefined
  }
}
