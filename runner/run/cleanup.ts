/** Takes away what a run created, from its log of writes, and says what is left. */
import type { Cleanup } from '../../reports/record.ts'
import { httpDoor } from '../probe/http.ts'
import { stageScope, type World } from '../probe/world.ts'
import type { RunFolder } from '../recorder/store.ts'
import { accountOf, type Creation } from '../recorder/writes.ts'

/** Resources that others point to go only after those: so another pass, while passes take something away. */
const MOST_PASSES = 4

/** Deletes, newest first and as many at a time as the product bears, everything that the log says still stands, as whoever created it. */
export async function cleanUp(world: World, folder: RunFolder): Promise<void> {
  const scope = stageScope(world, 'cleanup')
  for (let pass = 0, before = Number.POSITIVE_INFINITY; pass < MOST_PASSES; pass++) {
    const { standing } = accountOf(folder)
    if (standing.length === 0 || standing.length >= before) return
    before = standing.length
    const takeAway = ({ url, as, effect }: Creation) =>
      httpDoor(world, scope, effect).send('DELETE', url, { as: as ?? identityFor(world, url) })
    await Promise.all([...standing].reverse().map(takeAway))
  }
}

/** What was created without credentials is taken away with those of its endpoint. */
function identityFor({ live }: World, url: string): string | null {
  const near = live?.target.endpoints.filter(endpoint => url.startsWith(endpoint.url) && endpoint.identity)
  return near?.[0]?.identity ?? live?.target.endpoints.find(({ identity }) => identity)?.identity ?? null
}

/** The account as the record has it. `left` names what still stands, what may stand, and what a given could not undo. */
export function cleanupOf(folder: RunFolder): Cleanup {
  const { created, standing, unsure } = accountOf(folder)
  const undone = folder.stages().filter(({ id }) => id === 'left-behind')
  return {
    created: created.length,
    removed: created.length - standing.length,
    left: [...standing.map(({ url }) => url), ...unsure, ...undone.flatMap(({ left }) => left ?? [])],
  }
}
