/** Pictures of what findings are about, as files of a folder. */
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type PlacedFinding, signatureOf } from '../../suites/shared/accessibility/across-pages.ts'
import type { RawPicture } from '../instruments/browser/pictures/take.ts'
import type { Scan } from '../instruments/browser/scan.ts'

/** A finding with the picture of one of its places; without one where none could be taken, or none may be. */
export interface PicturedFinding extends PlacedFinding {
  readonly picture?: {
    readonly file: string
    readonly page: string
    readonly selector: string
    /** Boxes laid over what may be private. */
    readonly covered: number
  }
}

/** Writes the first picture that there is of each finding into the folder, as `<rule>-<finding>.webp`. */
export async function writePictures(
  folder: string,
  findings: readonly PlacedFinding[],
  scans: readonly Scan[],
): Promise<readonly PicturedFinding[]> {
  await mkdir(folder, { recursive: true })
  const taken = new Map<string, RawPicture>()
  for (const { url, pictures = [] } of scans)
    for (const picture of pictures) taken.set(`${url} ${picture.selector}`, picture)
  return Promise.all(
    findings.map(async finding => {
      const place = finding.places.find(({ page, selector }) => taken.has(`${page} ${selector}`))
      const picture = place && taken.get(`${place.page} ${place.selector}`)
      if (!picture) return finding
      const id = createHash('sha256').update(signatureOf(finding)).digest('hex').slice(0, 8)
      const file = `${(finding.rules[0] ?? 'finding').replace(/[^\w-]+/g, '-')}-${id}.webp`
      await writeFile(join(folder, file), Buffer.from(picture.data, 'base64'))
      return { ...finding, picture: { file, ...place, covered: picture.covered } }
    }),
  )
}
