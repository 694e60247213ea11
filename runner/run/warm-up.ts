/** Makes the report once of what there is while the product answers: the second time takes half as long, and somebody waits for it. */
import type { RunRecord } from '../../reports/record.ts'

/** By then the checks are under way, and this thread has nothing to do. */
const WHEN_MS = 1_500

/** Begins soon, unless the returned function is called before. What goes wrong here is said when the report is made. */
export function warmUp(recordSoFar: () => Promise<RunRecord>): () => void {
  const timer = setTimeout(async () => {
    try {
      const [record, { render }] = await Promise.all([
        recordSoFar(),
        import('../../reports/render/render.ts'),
        import('./write-report.ts'),
      ])
      render(record)
    } catch {
      // Nothing was made that anybody relies on.
    }
  }, WHEN_MS)
  timer.unref()
  return () => clearTimeout(timer)
}
