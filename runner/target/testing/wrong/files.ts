import { least } from '../../testing.ts'
import type { Wrong } from './model.ts'

/** Files that are no target file, or not of its shape. */
export const wrongFiles: readonly Wrong[] = [
  ['an empty file', '', ['mustdo.yaml  is empty. Expected a target file. Make one with: mustdo init <url>']],
  ['only comments', '# nothing\n', ['mustdo.yaml  is empty. Expected a target file. Make one with: mustdo init <url>']],
  [
    'a picture',
    Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0, 1]),
    ['mustdo.yaml  is not UTF-8 text. Expected a YAML file. Save it as UTF-8, or name the right file.'],
  ],
  [
    'UTF-16',
    Buffer.from('supplier: Acme', 'utf16le'),
    ['mustdo.yaml  is not UTF-8 text. Expected a YAML file. Save it as UTF-8, or name the right file.'],
  ],
  [
    'a huge file',
    `# ${'x'.repeat(1_000_001)}`,
    ['mustdo.yaml  has 1000003 bytes. Expected a target file of at most 1000000. Keep evidence in files of its own.'],
  ],
  [
    'not YAML',
    'supplier: [Acme\nproduct: x',
    [
      'mustdo.yaml:2:1  is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]. Mend this line first.',
    ],
  ],
  [
    'a tab',
    'supplier: Acme\n\tproduct: x\n',
    ['mustdo.yaml:2:1  is not valid YAML: Tabs are not allowed as indentation. Mend this line first.'],
  ],
  [
    'a key twice',
    `supplier: A\n${least}`,
    ['mustdo.yaml:2:1  is not valid YAML: Map keys must be unique. Mend this line first.'],
  ],
  [
    'two documents',
    `${least}---\n${least}`,
    [
      'mustdo.yaml:7:1  is not valid YAML: Source contains multiple documents; please use YAML.parseAllDocuments(). Mend this line first.',
    ],
  ],
  [
    'an alias bomb',
    `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`,
    ['mustdo.yaml:1:1  cannot be expanded: Excessive alias count indicates a resource exhaustion attack.'],
  ],
  [
    'text instead of keys',
    'just words',
    [
      'mustdo.yaml:1:1  the file is "just words". Expected an object (What is tested, with what leave, and what the supplier declares about it. Usually `mustdo.yaml`. Paths are relative to the file).',
    ],
  ],
  [
    'a list instead of keys',
    '- a',
    [
      'mustdo.yaml:1:1  the file is ["a"]. Expected an object (What is tested, with what leave, and what the supplier declares about it. Usually `mustdo.yaml`. Paths are relative to the file).',
    ],
  ],
  [
    'a misspelt kind',
    least.replace('kind: fhir', 'kind: fihr'),
    [
      'mustdo.yaml:6:19  endpoints[0].kind is "fihr". Expected one of fhir, web, openapi, oauth, bulk, dicomweb, export, gp-connect, websocket, listener. Did you mean "fhir"?',
    ],
  ],
  [
    'a misspelt key',
    least.replace('supplier:', 'suplier:'),
    [
      'mustdo.yaml:1:1  the file lacks "supplier". Expected the keys supplier, product, environment, packs, endpoints. Add it.',
      'mustdo.yaml:1:1  "suplier" is not a known key. Expected one of version, supplier, product, environment, operator, packs, catalogue, endpoints, identities, ca, domains, resolver, proxy, terminology, canary, testData, journeys, surfaces, politeness, consent, notApplicable, attestations, reviews, waivers, evidence, pictures, engines, hazards. Did you mean "supplier"?',
    ],
  ],
  [
    'a misspelt key inside',
    least.replace('kind:', 'knd:'),
    [
      'mustdo.yaml:6:5  endpoints[0] lacks "kind". Expected the keys name, kind, url. Add it.',
      'mustdo.yaml:6:19  "knd" is not a known key in endpoints[0]. Expected one of name, kind, url, version, identity, audience, pages, crawl, forms, statement, restricted, document, listen. Did you mean "kind"?',
    ],
  ],
  [
    'an unquoted version',
    least.replace('"1"', '7.1'),
    [
      'mustdo.yaml:2:23  product.version is 7.1. Expected a string (text in quotes, or YAML takes it for a number (a bare 7.10 becomes 7.1)).',
    ],
  ],
  [
    'no endpoints',
    least.replace(/endpoints:[\s\S]*/, 'endpoints: []\n'),
    [
      'mustdo.yaml:5:1  endpoints must NOT have fewer than 1 items (Every address the run may talk to. Any other origin is recorded, never contacted). Expected what the schema says; see its description.',
    ],
  ],
  ['another file version', `version: 2\n${least}`, ['mustdo.yaml:1:1  version is 2. Expected 1.']],
  [
    'unknown environment',
    least.replace('sandbox', 'production'),
    ['mustdo.yaml:3:1  environment is "production". Expected one of sandbox, live.'],
  ],
  [
    'unknown pack',
    least.replace('[epr]', '[erp]'),
    ['mustdo.yaml:4:9  packs[0] is "erp". Expected one of common, epr, patient-portal. Did you mean "epr"?'],
  ],
  [
    'unknown requirement',
    `${least}waivers: [{ requirement: SEC-HDR-04, reason: r, until: 2027-01-01 }]\n`,
    [
      'mustdo.yaml:7:13  waivers[0].requirement is "SEC-HDR-04". Expected one of CLN-CSM-004, SEC-API-009, SEC-HDR-004, UKC-PAT-003. Did you mean "SEC-HDR-004"?',
    ],
  ],
  [
    'unknown condition',
    `${least}notApplicable: [{ condition: web-iu, reason: r, by: b }]\n`,
    [
      'mustdo.yaml:7:19  notApplicable[0].condition is "web-iu". Expected one of fhir-api, web-ui, dicomweb. Did you mean "web-ui"?',
    ],
  ],
  [
    'a claim about nothing',
    `${least}notApplicable: [{ reason: r, by: b }]\n`,
    [
      'mustdo.yaml:7:17  notApplicable[0] names neither "requirement" nor "condition". Expected exactly one. Say what does not apply.',
    ],
  ],
  [
    'a pin of another catalogue',
    `${least}catalogue: { version: "2025.4" }\n`,
    [
      'mustdo.yaml:7:14  catalogue.version is "2025.4", but this mustdo brings "2026.1". Expected the same standards as were pinned. Install the mustdo that has them, or change the pin.',
    ],
  ],
  [
    'several faults at once',
    least.replace('kind: fhir', 'kind: fihr').replace('sandbox', 'sandbx').replace('supplier: Acme', 'suplier: Acme'),
    [
      'mustdo.yaml:1:1  the file lacks "supplier". Expected the keys supplier, product, environment, packs, endpoints. Add it.',
      'mustdo.yaml:1:1  "suplier" is not a known key. Expected one of version, supplier, product, environment, operator, packs, catalogue, endpoints, identities, ca, domains, resolver, proxy, terminology, canary, testData, journeys, surfaces, politeness, consent, notApplicable, attestations, reviews, waivers, evidence, pictures, engines, hazards. Did you mean "supplier"?',
      'mustdo.yaml:3:1  environment is "sandbx". Expected one of sandbox, live. Did you mean "sandbox"?',
      'mustdo.yaml:6:19  endpoints[0].kind is "fihr". Expected one of fhir, web, openapi, oauth, bulk, dicomweb, export, gp-connect, websocket, listener. Did you mean "fhir"?',
    ],
  ],
  [
    'an identity in place of the list',
    `${least}identities: { name: a, token: hunter2 }\n`,
    [
      'mustdo.yaml:7:1  identities is something else. Expected an array (Who may ask. Two identities with different patients let the access checks run).',
    ],
  ],
  [
    'an endpoint as text with a password',
    least.replace(/endpoints:[\s\S]*/, 'endpoints: ["https://joe:hunter2@a.example/r4"]\n'),
    ['mustdo.yaml:5:13  endpoints[0] is "https://…@a.example/r4". Expected an object.'],
  ],
  [
    'no value after a key',
    `${least}identities:\n`,
    [
      'mustdo.yaml:7:1  identities is empty. Expected an array (Who may ask. Two identities with different patients let the access checks run).',
    ],
  ],
  [
    'endless brackets',
    '['.repeat(100_000),
    ['mustdo.yaml  nests too deeply. Expected a target file, which is at most eight levels deep. Name the right file.'],
  ],
]
