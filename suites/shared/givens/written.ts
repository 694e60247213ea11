import { given } from '../../../runner/check.ts'

/** What the checks have written to the target, so that all of it can be deleted at the end of the run. */
export interface Written {
  readonly resources: { readonly url: string; readonly as: string | null }[]
}

/** Already gone is as good as deleted. */
const isGone = (status = 0): boolean => (status >= 200 && status < 300) || status === 404 || status === 410

/** One list for the whole run. What refers to others was written after them, and so is deleted before them. */
export const written = given<Written>({
  id: 'written-resources',
  title: 'Synthetic resources written by the checks',
  effect: 'write',
  setUp: async () => ({ resources: [] }),
  async undo({ http }, { resources }) {
    const left: string[] = []
    const all = new Map(resources.map(resource => [resource.url, resource]))
    for (const { url, as } of [...all.values()].reverse()) {
      const { response } = await http.send('DELETE', url, { as })
      if (!isGone(response?.status)) left.push(`${url} (${response?.status ?? 'no answer'})`)
    }
    if (left.length > 0) throw new Error(`not deleted: ${left.join(', ')}`)
  },
})
