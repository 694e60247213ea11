import { given } from '../../../runner/check.ts'

/** What the checks have written to the target, so that all of it can be deleted at the end of the run. */
export interface Written {
  readonly resources: { readonly url: string; readonly as: string | null }[]
}

/** Already gone is as good as deleted. */
const isGone = (status = 0): boolean => (status >= 200 && status < 300) || status === 404 || status === 410

/** One list for the whole run. What others still refer to cannot be deleted on some servers: that goes in a later round. */
export const written = given<Written>({
  id: 'written-resources',
  title: 'Synthetic resources written by the checks',
  effect: 'write',
  setUp: async () => ({ resources: [] }),
  async undo({ http }, { resources }) {
    const takeAway = async (one: Written['resources'][number]) => {
      const { response } = await http.send('DELETE', one.url, { as: one.as })
      return { ...one, status: response?.status }
    }
    // What refers to others was written after them.
    let standing = [...new Map(resources.map(resource => [resource.url, resource])).values()].reverse()
    while (standing.length > 0) {
      const left = (await Promise.all(standing.map(takeAway))).filter(({ status }) => !isGone(status))
      if (left.length === standing.length)
        throw new Error(`not deleted: ${left.map(({ url, status }) => `${url} (${status ?? 'no answer'})`).join(', ')}`)
      standing = left
    }
  },
})
