import type { Identity, Target } from './model.ts'

/** Origins where an identity's client proves who it is: its token endpoint's and its issuer's. */
export const tokenOrigins = ({ auth }: Pick<Identity, 'auth'>): readonly string[] =>
  'clientId' in auth
    ? [auth.tokenUrl, auth.issuer, 'authorizeUrl' in auth ? auth.authorizeUrl : undefined].flatMap(url =>
        url === undefined ? [] : [new URL(url).origin],
      )
    : []

/** Every origin the target file names: the only ones a run may contact. In the file's order, each once. */
export const originsOf = ({ endpoints, identities }: Pick<Target, 'endpoints' | 'identities'>): readonly string[] => [
  ...new Set([
    ...endpoints.map(endpoint => endpoint.origin),
    ...endpoints.flatMap(({ document }) => (document && 'url' in document ? [new URL(document.url).origin] : [])),
    ...identities.flatMap(tokenOrigins),
  ]),
]
