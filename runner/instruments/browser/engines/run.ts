import type { EngineUse, Hit } from '../../../../suites/shared/accessibility/hit.ts'
import { failureOf } from '../failure.ts'
import type { Engine, Scanned } from './engine.ts'
import { installKit } from './kit.ts'

/** What engines said of one page. */
export interface Looked {
  readonly engines: readonly EngineUse[]
  readonly hits: readonly Hit[]
}

/** Each engine in turn; one that breaks says so and costs the others nothing. */
export async function runEngines(scanned: Scanned, engines: readonly Engine[]): Promise<Looked> {
  const uses: EngineUse[] = []
  const all: Hit[] = []
  await scanned.page.evaluate(installKit)
  for (const engine of engines) {
    const hits = await engine.run(scanned).catch((error: unknown) => failureOf(error))
    const version = await engine.version().catch(() => 'not installed')
    const use = { engine: engine.name, version }
    if (Array.isArray(hits)) all.push(...hits)
    uses.push(Array.isArray(hits) ? use : { ...use, error: hits.message })
  }
  return { engines: uses, hits: all }
}
