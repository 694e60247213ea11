import { example } from '../../example.ts'
import { least } from '../../testing.ts'
import type { Wrong } from './model.ts'

/** Wrong addresses, pages and names of endpoints. */
export const wrongEndpoints: readonly Wrong[] = [
  [
    'unknown identity',
    `${least.replace('r4"', 'r4", identity: backnd')}identities: [{ name: backend, auth: none }]\n`,
    ['mustdo.yaml:6:60  endpoints[0].identity is "backnd". Expected one of backend. Did you mean "backend"?'],
  ],
  [
    'no scheme but a port',
    least.replace('https://a.example', 'localhost:8080'),
    [
      'mustdo.yaml:6:31  endpoints[0].url is "localhost:8080/r4". Expected an absolute https address, as https://api.acme.example/fhir. Did you mean "https://localhost:8080/r4"?',
    ],
  ],
  [
    'duplicate endpoint',
    `${least}  - { name: main, kind: web, url: "https://b.example" }\n`,
    [
      'mustdo.yaml:7:7  endpoints[1].name is "main", as is endpoints[0]. Expected each name once. Rename or remove one.',
    ],
  ],
  [
    'plain http',
    least.replace('https:', 'http:'),
    [
      'mustdo.yaml:6:31  endpoints[0].url is "http://a.example/r4". Expected an absolute https address, as https://api.acme.example/fhir. Plain http is for loopback only.',
    ],
  ],
  [
    'no scheme',
    least.replace('https://', ''),
    [
      'mustdo.yaml:6:31  endpoints[0].url is "a.example/r4". Expected an absolute https address, as https://api.acme.example/fhir. Did you mean "https://a.example/r4"?',
    ],
  ],
  [
    'an address of another scheme',
    least.replace('https:', 'ftp:'),
    [
      'mustdo.yaml:6:31  endpoints[0].url is "ftp://a.example/r4". Expected an absolute https address, as https://api.acme.example/fhir. Write it in full.',
    ],
  ],
  [
    'credentials in an address',
    least.replace('a.example', 'joe:hunter2@a.example'),
    [
      'mustdo.yaml:6:31  endpoints[0].url holds credentials. Expected an absolute https address, as https://api.acme.example/fhir. Make them an identity and take them out of the address.',
    ],
  ],
  [
    'a fragment in an address',
    least.replace('/r4', '/r4#top'),
    [
      'mustdo.yaml:6:31  endpoints[0].url is "https://a.example/r4#top". Expected an address without a fragment. Leave out everything from "#".',
    ],
  ],
  [
    'pages on fhir',
    least.replace('/r4"', '/r4", pages: [/x]'),
    [
      'mustdo.yaml:6:60  endpoints[0].pages is for kind web. Expected it to be left out of kind fhir. Remove it or change the kind.',
    ],
  ],
  [
    'a page on another origin',
    least.replace('fhir', 'web').replace('/r4"', '/r4", pages: ["https://b.example/x"]'),
    [
      'mustdo.yaml:6:67  endpoints[0].pages[0] is "https://b.example/x". Expected a path on https://a.example, as /sign-in. Make another origin an endpoint of its own.',
    ],
  ],
  [
    'an address where host and port belong',
    example.replace('"127.0.0.1:9443"', '"https://127.0.0.1"'),
    [
      'mustdo.yaml:23:73  endpoints[3].listen is "https://127.0.0.1". Expected host and port on this machine that the public address forwards to (kind listener), as `127.0.0.1:9443`.',
    ],
  ],
]
