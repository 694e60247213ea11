/**
 * Rules that HL7's validator leaves alone unless it is asked to look, because R4 itself does not have them. The embedded engine has
 * none of them, and says so.
 */
export const extraRules = {
  security: 'text that a program or browser could take for code',
  publication: 'what HL7 asks of definitions that are published',
  'html-in-markdown': 'HTML inside markdown',
  experimental: 'definitions that are marked as experimental',
  'example-addresses': 'addresses under example.org or acme.com',
  'unknown-extensions': 'extensions whose definition is not at hand, as errors',
  'r5-references': 'relative references in a Bundle, by the rules of R5',
} as const

export type ExtraRule = keyof typeof extraRules

/** How `notEvaluated` begins where rules were asked for that the engine does not have. */
export const ASKED_FOR = 'rules asked for: '

/** What an engine without these rules has to say of them. */
export const withoutRules = (also: readonly ExtraRule[]): readonly string[] =>
  also.map(rule => `${ASKED_FOR}${extraRules[rule]}`)
