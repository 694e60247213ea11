/** Policies that a page states in its own text (HTML, pragma directives: Content security policy state). */

import type { Answered } from '../../runner/check.ts'
import { parseHtml } from './html.ts'

/** Elements that leave a reader in the head; any other begins the body, where such a meta element is void. */
const inHead = new Set(['html', 'head', 'base', 'link', 'meta', 'noscript', 'script', 'style', 'template', 'title'])
/** What stands in these is no part of the page while scripts are on. */
const inert = new Set(['noscript', 'template'])

/** The content of every meta element of the head that states a policy to be enforced, in order; report-only ones are void there. */
export function metaPolicies({ response }: Answered): string[] {
  const text = response.body.text ?? ''
  if (!/http-equiv/i.test(text)) return []
  const elements = parseHtml(text, { parseNoneClosedTags: true }).querySelectorAll('*')
  const body = elements.findIndex(
    ({ rawTagName, parentNode }) => !inHead.has(lower(rawTagName)) && !isInert(parentNode),
  )
  return elements
    .slice(0, body < 0 ? undefined : body)
    .filter(({ rawTagName, parentNode }) => lower(rawTagName) === 'meta' && !isInert(parentNode))
    .filter(meta => lower(meta.getAttribute('http-equiv')?.trim()) === 'content-security-policy')
    .flatMap(meta => meta.getAttribute('content')?.trim() || [])
}

const lower = (text: string | undefined) => text?.toLowerCase() ?? ''
const isInert = (parent: { rawTagName?: string } | null) => inert.has(lower(parent?.rawTagName))
