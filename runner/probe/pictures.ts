/** How many pictures of elements a run may still take, and of which pages it may take none. */
import type { PagePictures } from '../../reports/record.ts'
import type { Live } from './world.ts'

const MOST_OF_A_RUN = 40
const MOST_OF_A_PAGE = 4

const spent = new WeakMap<Live, number>()

/** Pages behind a sign-in show people's records: no picture is taken unless the target file says so. */
export function whyNoPictures({ target }: Live, as: string | null): PagePictures['because'] {
  if (target.pictures === 'none') return 'not-wanted'
  return as !== null && target.pictures !== 'signed-in' ? 'signed-in' : undefined
}

/** How many a page may take; what it does not need is given back. */
export function reservePictures(live: Live): number {
  const before = spent.get(live) ?? 0
  const most = Math.min(MOST_OF_A_PAGE, MOST_OF_A_RUN - before)
  spent.set(live, before + most)
  return most
}

export function giveBackPictures(live: Live, left: number): void {
  spent.set(live, (spent.get(live) ?? 0) - left)
}
