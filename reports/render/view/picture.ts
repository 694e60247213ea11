import type { Observation, PageVisit, RunRecord } from '../../record.ts'
import type { Words } from '../words/en.ts'
import type { Cause } from './cause.ts'

/** The picture of an element that a finding is about, or a line that says why there is none. */
export interface PictureView {
  readonly src: string
  readonly alt: string
  readonly width: number
  readonly height: number
  readonly caption: string
}

/** One picture for each cause: of the first of its elements that was pictured. Null where it names no element of a page. */
export function pictureOf(
  { places, assertions }: Pick<Cause, 'places' | 'assertions'>,
  seen: readonly Observation[],
  {
    record: { bodies },
    words: { picture: said },
  }: { readonly record: Pick<RunRecord, 'bodies'>; readonly words: Pick<Words, 'picture'> },
): PictureView | null {
  const pages = seen.filter((one): one is PageVisit => one.kind === 'page' && one.pictures !== undefined)
  const named = new Set(places)
  if (pages.length === 0 || assertions.every(({ findings }) => findings.every(one => !one.places?.length))) return null
  for (const { finalUrl, pictures } of pages)
    for (const { selector, digest, width, height, covered } of pictures?.taken ?? []) {
      if (!named.has(selector)) continue
      const data = Object.hasOwn(bodies, digest) ? (bodies[digest] ?? '') : ''
      if (!/^[\w+/]+=*$/.test(data)) return without(said.notHere)
      return {
        src: `data:image/webp;base64,${data}`,
        alt: said.alt(selector, finalUrl),
        width,
        height,
        caption: covered > 0 ? said.covered(selector) : selector,
      }
    }
  if (pages.some(({ pictures }) => pictures?.because === 'signed-in')) return without(said.signedIn)
  return without(pages.some(({ pictures }) => pictures?.because === 'not-wanted') ? said.notWanted : said.none)
}

const without = (caption: string): PictureView => ({ src: '', alt: '', width: 0, height: 0, caption })

/** Whether the page shows any picture, and so has to allow them. */
export const hasPictures = ({ observations }: RunRecord): boolean =>
  observations.some(one => one.kind === 'page' && (one.pictures?.taken.length ?? 0) > 0)
