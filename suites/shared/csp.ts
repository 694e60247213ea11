import type { Answered } from '../../runner/check.ts'
import { metaPolicies } from './csp-in-page.ts'

/** One policy: directive name → its source expressions, both in lower case but for what stands in quotes as nonce or hash. */
export type Policy = ReadonlyMap<string, readonly string[]>

/**
 * The policies that an answer enforces by its header (CSP 3, 2.2.2): every header field and every part between commas is a policy of
 * its own, and all of them hold at once, so that the strictest decides. Report-only policies forbid nothing and are not among them.
 */
export const headerPolicies = ({ response }: Answered): Policy[] =>
  policiesIn(response.headers['content-security-policy'] ?? '')

/** All policies that hold for a page: those of its header and those of its meta elements. */
export const policiesOf = (page: Answered): Policy[] => [
  ...headerPolicies(page),
  ...metaPolicies(page)
    .flatMap(policiesIn)
    .map(policy => new Map([...policy].filter(([name]) => !headerOnly.has(name))))
    .filter(policy => policy.size > 0),
]

/** What a page says of its policies, header first, for a message. */
export function policyText(page: Answered): string {
  const said = [page.response.headers['content-security-policy'] ?? [], metaPolicies(page)].flat()
  return said.join(', ') || 'no such header'
}

/** Void in a meta element (CSP 3, 3.3). */
const headerOnly: ReadonlySet<string> = new Set(['frame-ancestors', 'report-uri', 'sandbox'])

const policiesIn = (text: string): Policy[] =>
  text
    .split(',')
    .map(parsePolicy)
    .filter(policy => policy.size > 0)

function parsePolicy(text: string): Policy {
  const policy = new Map<string, readonly string[]>()
  for (const part of text.split(';')) {
    const [name = '', ...sources] = part.trim().split(/\s+/)
    // A directive that stands twice counts as it stood first (CSP 3, 2.2.1).
    if (name && !policy.has(name.toLowerCase())) policy.set(name.toLowerCase(), sources.map(lower))
  }
  return policy
}

const lower = (source: string) => (isNonceOrHash(source) ? source : source.toLowerCase())
const isNonceOrHash = (source: string) => /^'(nonce|sha(256|384|512))-/i.test(source)

/** Sources of the first of these directives that the policy has; undefined when it has none of them. */
export const sourcesOf = (policy: Policy, ...directives: readonly string[]): readonly string[] | undefined =>
  directives.map(name => policy.get(name)).find(sources => sources !== undefined)

export const isNone = (sources: readonly string[] | undefined): boolean =>
  sources !== undefined && (sources.length === 0 || (sources.length === 1 && sources[0] === "'none'"))

/** Whether sources let in any host of a scheme, or all. */
export const isOpen = (sources: readonly string[]): boolean =>
  sources.some(source => /^(\*|https?:|wss?:|\*:.*|https?:\/\/\*)$/.test(source))

/** Script sources as a modern browser reads them: with nonce or hash `unsafe-inline` is void, with `strict-dynamic` hosts are. */
export function scriptRules(policy: Policy): {
  readonly listed: boolean
  readonly inline: boolean
  readonly evaluated: boolean
  readonly data: boolean
} {
  const elements = sourcesOf(policy, 'script-src-elem', 'script-src', 'default-src')
  const attributes = sourcesOf(policy, 'script-src-attr', 'script-src', 'default-src')
  const evaluation = sourcesOf(policy, 'script-src', 'default-src')
  const strict = (sources: readonly string[]) => sources.includes("'strict-dynamic'")
  const voided = (sources: readonly string[]) => sources.some(isNonceOrHash) || strict(sources)
  const allows = (sources: readonly string[] | undefined) =>
    sources === undefined || (sources.includes("'unsafe-inline'") && !voided(sources))
  return {
    listed: elements !== undefined && ((strict(elements) && elements.some(isNonceOrHash)) || !isOpen(elements)),
    inline: allows(elements) || allows(attributes),
    evaluated: evaluation === undefined || evaluation.includes("'unsafe-eval'"),
    data: elements === undefined || (elements.includes('data:') && !strict(elements)),
  }
}
