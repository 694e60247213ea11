/** JSON Schema of a trust file, for editors and for the reader in `trust.ts`. */
const day = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' }
const text = { type: 'string', minLength: 1 }

export const trustSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'mustdo trust file',
  description: 'The keys whose seals a framework manager believes, and in which roles.',
  type: 'object',
  additionalProperties: false,
  required: ['version', 'keys'],
  properties: {
    version: { const: 1 },
    keys: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['jwk', 'name', 'roles'],
        properties: {
          jwk: { type: 'object', description: 'The public key, as `mustdo keys generate` prints it (RFC 7517).' },
          name: { ...text, description: 'Whose key this is, as reports should name them.' },
          roles: { type: 'array', minItems: 1, items: { type: 'string', pattern: '^[a-z][a-z-]{0,31}$' } },
          from: { ...day, description: 'First day (UTC) on which this key may seal.' },
          to: { ...day, description: 'Last day (UTC) on which this key may seal.' },
          revoked: { ...day, description: 'The key counts no more, whatever day its seals claim.' },
          reason: { ...text, description: 'Why it was revoked.' },
        },
      },
    },
    pipelines: {
      type: 'array',
      description: 'Pipelines that are known by the tokens of their CI provider.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['issuer', 'name', 'claims', 'keys'],
        properties: {
          issuer: { ...text, description: '`iss` of the provider, character for character.' },
          name: { ...text, description: 'Whose pipeline this is, as reports should name it.' },
          claims: {
            type: 'object',
            minProperties: 1,
            additionalProperties: text,
            description: 'Claims that a token must have, each exactly so, such as `repository` and `ref`.',
          },
          keys: {
            type: 'array',
            minItems: 1,
            items: { type: 'object' },
            description: 'The signing keys of the provider, as its key set lists them (RFC 7517).',
          },
        },
      },
    },
  },
} as const
