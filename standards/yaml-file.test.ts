import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { nearest, parseYaml, readYaml, YamlFileError } from './yaml-file.ts'

const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['version', 'endpoints'],
  properties: {
    version: { type: 'integer' },
    endpoints: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['kind'],
        properties: {
          kind: { enum: ['fhir', 'web', 'openapi'] },
          url: { type: 'string', pattern: '^https://', description: 'an address that begins with https://' },
        },
      },
    },
  },
} as const

const problem = (text: string): string => {
  try {
    parseYaml(text, schema, 'mustdo.yaml')
  } catch (error) {
    if (error instanceof YamlFileError) return error.message
    throw error
  }
  return 'no problem'
}

test('a good file gives its value and the place of every node', () => {
  const yaml = parseYaml<{ version: number }>(
    'version: 1\nendpoints:\n  - kind: fhir\n    url: https://a\n',
    schema,
    'm',
  )
  expect(yaml.value).toEqual({ version: 1, endpoints: [{ kind: 'fhir', url: 'https://a' }] })
  expect(yaml.at('/endpoints/0/url')).toEqual({ line: 4, column: 5 })
  expect(yaml.at('/endpoints/0')).toEqual({ line: 3, column: 5 })
  expect(yaml.at('/endpoints/7/kind')).toEqual({ line: 2, column: 1 })
  expect(yaml.error('/version', 'is old.').message).toBe('m:1:1  is old.')
})

test('a wrong word is placed, the words allowed are listed and the nearest is offered', () => {
  expect(problem('version: 1\nendpoints:\n  - kind: fihr\n')).toBe(
    'mustdo.yaml:3:5  endpoints[0].kind is "fihr". Expected one of fhir, web, openapi. Did you mean "fhir"?',
  )
})

test('an unknown key is placed at the key itself', () => {
  expect(problem('version: 1\nendponts: []\nendpoints: []\n')).toBe(
    'mustdo.yaml:2:1  "endponts" is not a known key. Expected one of version, endpoints. Did you mean "endpoints"?',
  )
})

test('a missing key, a wrong type and a wrong pattern are all reported at once', () => {
  expect(problem('version: one\nendpoints:\n  - url: http://a\n').split('\n')).toEqual([
    'mustdo.yaml:1:1  version is "one". Expected an integer.',
    'mustdo.yaml:3:5  endpoints[0] lacks "kind". Expected the keys kind. Add it.',
    'mustdo.yaml:3:5  endpoints[0].url is "http://a". Expected an address that begins with https://.',
  ])
})

test('text that is not YAML is refused with its line', () => {
  expect(problem('version: 1\nendpoints: [\n')).toMatch(
    /^mustdo\.yaml:\d+:\d+ {2}is not valid YAML: .+ Mend this line first\.$/,
  )
  expect(problem('version: 1\nversion: 2\n')).toMatch(/^mustdo\.yaml:2:1 {2}is not valid YAML/)
})

test('a bomb of aliases is refused', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefg'
    .split('')
    .map((k, i) => `${k}: &${k} [${Array(9).fill(`*${'abcdefg'[i]}`).join(',')}]`)
    .join('\n')}\n`
  expect(problem(bomb)).toMatch(/cannot be expanded/)
})

test('an empty file and a missing file say so', () => {
  expect(problem('')).toBe('mustdo.yaml:1:1  the file is empty. Expected an object.')
  const folder = mkdtempSync(join(tmpdir(), 'yaml-file-'))
  expect(() => readYaml(join(folder, 'none.yaml'), schema, 'none.yaml')).toThrow('none.yaml  cannot be read (ENOENT)')
  writeFileSync(join(folder, 'm.yaml'), 'version: 1\nendpoints: []\n')
  expect(readYaml(join(folder, 'm.yaml'), schema).value).toEqual({ version: 1, endpoints: [] })
})

test('nearest forgives a slip and a swap, and offers nothing for a stranger', () => {
  expect(nearest('fihr', ['web', 'fhir'])).toBe('fhir')
  expect(nearest('openap', ['web', 'openapi'])).toBe('openapi')
  expect(nearest('listener', ['web', 'fhir'])).toBeUndefined()
})

test('the schemas of the files that people write are themselves valid', () => {
  const files = ['standard', 'pack', 'framework', 'conditions', 'national-plan'].map(
    name => `schema/${name}.schema.json`,
  )
  for (const file of [...files, '../runner/target/target.schema.json']) {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true })
    const own = JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as object
    expect(ajv.validateSchema(own), file).toBe(true)
  }
})
