/** A page visit as it may be stored: the browser got cookies and form tokens of its own, which no exchange has shown to the redactor. */
import type { PagePictures, PageVisit } from '../../reports/record.ts'
import type { RawPageVisit } from '../instruments/browser/visit.ts'
import { hideValues } from './facts.ts'
import { holdsRealLookingPatient } from './patients.ts'
import type { Redactor } from './redact.ts'
import type { RunFolder } from './store.ts'

interface PageContext {
  readonly redactor: Redactor
  readonly listedPatients: ReadonlySet<string>
  readonly folder: RunFolder
  /** Why no picture may be taken of the page. */
  readonly noPictures?: PagePictures['because']
}

type Captured = Omit<PageVisit, 'id' | 'key' | 'kind' | 'as'>

/** Form tokens in snippets of HTML are hidden; of a page with real-looking patients only its address and weight are kept. */
export function capturePage({ shots, ...seen }: RawPageVisit, context: PageContext): Captured {
  const { redactor, listedPatients } = context
  const strings = JSON.stringify([seen.facts, seen.details, seen.hits, seen.sent])
  if (holdsRealLookingPatient(strings, listedPatients)) {
    const { facts: _facts, details: _details, sent: _sent, ...rest } = seen
    const error = {
      code: 'withheld',
      message: 'the page held what looks like a real patient, who is not listed as test data',
    }
    return { ...rest, hits: [], error }
  }
  const hits = seen.hits.map(hit => ({ ...hit, html: hideValues(hit.html, 'text/html', redactor) }))
  return { ...seen, hits, ...(shots && { pictures: keepPictures(shots, context) }) }
}

/** Each picture goes where bodies go, under the digest of its text. */
function keepPictures(
  { taken, left }: NonNullable<RawPageVisit['shots']>,
  { folder, noPictures }: PageContext,
): PagePictures {
  return {
    taken: taken.map(({ data, ...picture }) => {
      const { digest } = folder.keep(data, 'base64', { bytes: Buffer.byteLength(data, 'base64') })
      return { ...picture, digest }
    }),
    left,
    ...(noPictures && { because: noPictures }),
  }
}
