/// <reference lib="dom" />
import type { PageDetails } from '../../../../reports/record.ts'
import type { Cut } from './cut.ts'

/** Addresses of documents that the page links to and that no instrument looks into: PDF, office files, books. Runs in the page. */
export function readDocuments(): Required<Pick<PageDetails, 'documents'>> & Cut {
  const MOST = 500
  const document_ = /\.(pdf|docx?|odt|rtf|xlsx?|ods|pptx?|odp|epub)$/i
  const found = Array.from(document.querySelectorAll<HTMLAnchorElement>('a[href], area[href]')).flatMap(link => {
    const address = URL.canParse(link.href) ? new URL(link.href) : undefined
    if (!address || !/^https?:$/.test(address.protocol) || !document_.test(address.pathname)) return []
    return [address.origin + address.pathname]
  })
  const documents = [...new Set(found)]
  return { documents: documents.slice(0, MOST), cut: documents.length > MOST ? ['documents'] : [] }
}
