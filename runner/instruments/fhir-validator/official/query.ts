import type { ValidationOptions } from '../engine.ts'
import type { ExtraRule } from '../extra-rules.ts'

type Parameter =
  | 'profile'
  | 'bundleValidationRule'
  | 'bundleValidationProfile'
  | 'extension'
  | 'securityChecks'
  | 'forPublication'
  | 'htmlInMarkdown'
  | 'noExperimentalContent'
  | 'allowExampleUrls'
  | 'r5BundleRelativeReferencePolicy'

/** Names as the server knows them; one that it does not know is answered with 400. */
export type Query = Readonly<Partial<Record<Parameter, string | readonly string[] | undefined>>>

const parameters: Readonly<Record<ExtraRule, Query>> = {
  security: { securityChecks: 'true' },
  publication: { forPublication: 'true' },
  'html-in-markdown': { htmlInMarkdown: 'error' },
  experimental: { noExperimentalContent: 'true' },
  'example-addresses': { allowExampleUrls: 'false' },
  // Our reading of the answer, where its own words are an error and ours that nobody looked.
  'unknown-extensions': {},
  'r5-references': { r5BundleRelativeReferencePolicy: 'always' },
}

/** What was asked for besides a profile, in the server's words. */
export const queryOf = ({ also = [], extensions = [] }: ValidationOptions): Query => ({
  ...Object.assign({}, ...also.map(rule => parameters[rule])),
  ...(extensions.length > 0 && { extension: extensions }),
})

/** R4 forbids no addresses under example.org, which sandboxes use. */
export function paramsOf(query: Query): URLSearchParams {
  const params = new URLSearchParams()
  for (const [name, value = []] of Object.entries({ allowExampleUrls: 'true', ...query }))
    for (const one of [value].flat()) params.append(name, one)
  return params
}
