import type { Observation, PageVisit, RunRecord } from '../../record.ts'
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
  { bodies }: Pick<RunRecord, 'bodies'>,
): PictureView | null {
  const pages = seen.filter((one): one is PageVisit => one.kind === 'page' && one.pictures !== undefined)
  const named = new Set(places)
  if (pages.length === 0 || assertions.every(({ findings }) => findings.every(one => !one.places?.length))) return null
  for (const { finalUrl, pictures } of pages)
    for (const { selector, digest, width, height, covered } of pictures?.taken ?? []) {
      if (!named.has(selector)) continue
      const data = Object.hasOwn(bodies, digest) ? (bodies[digest] ?? '') : ''
      if (!/^[\w+/]+=*$/.test(data)) return without('The picture is not in this report.')
      return {
        src: `data:image/webp;base64,${data}`,
        alt: `The element ${selector} of ${finalUrl}, as the browser drew it`,
        width,
        height,
        caption: `${selector}${covered > 0 ? '; grey: covered, since it may be private' : ''}`,
      }
    }
  if (pages.some(({ pictures }) => pictures?.because === 'signed-in'))
    return without('No picture: the page is behind a sign-in.')
  return without(
    pages.some(({ pictures }) => pictures?.because === 'not-wanted')
      ? 'No picture: the target file asks for none.'
      : 'No picture was taken.',
  )
}

const without = (caption: string): PictureView => ({ src: '', alt: '', width: 0, height: 0, caption })

/** Whether the page shows any picture, and so has to allow them. */
export const hasPictures = ({ observations }: RunRecord): boolean =>
  observations.some(one => one.kind === 'page' && (one.pictures?.taken.length ?? 0) > 0)
