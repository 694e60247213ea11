import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * An engine that keeps what it was told in a folder that git ignores, by digest of the text: HL7's answers on its own examples and
 * cases do not change from run to run.
 * @param {string} work the folder
 * @param {string} name names the engine, its version and its packages: other ones give other answers
 */
export function remembering(work, name, engine) {
  const file = join(work, `answers-${createHash('sha256').update(name).digest('hex').slice(0, 12)}.json`)
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  return {
    async validate(resource, options = {}) {
      const asked =
        JSON.stringify(resource) + ([options.also, options.extensions].flat().length > 0 ? JSON.stringify(options) : '')
      const key = createHash('sha256').update(asked).digest('base64')
      known[key] ??= await engine.validate(resource, options)
      return known[key]
    },
    async close() {
      writeFileSync(file, JSON.stringify(known))
      await engine.close()
    },
  }
}
