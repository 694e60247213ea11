import { example } from '../../example.ts'
import { least } from '../../testing.ts'
import type { Wrong } from './model.ts'

/** Wrong roots, proxies, servers beside the product, test data and statements. */
export const wrongSurroundings: readonly Wrong[] = [
  [
    'a private root that is not there',
    `${least}ca: keys/root.crt\n`,
    [
      'mustdo.yaml:7:1  ca names the file keys/root.crt, which does not exist. Expected a readable file; paths are relative to the target file.',
    ],
  ],
  [
    'a private root that is no certificate',
    `${least}ca: keys/garbage.pem\n`,
    [
      'mustdo.yaml:7:1  ca (keys/garbage.pem) holds no certificate that can be read. Expected PEM, with BEGIN CERTIFICATE. Convert DER with: openssl x509 -inform der -in keys/garbage.pem',
    ],
  ],
  [
    'credentials in the address of the proxy',
    `${least}proxy: { url: "http://joe:hunter2@p.example:3128" }\n`,
    [
      'mustdo.yaml:7:10  proxy.url holds credentials. Expected http://host:port. Put them in proxy.username and proxy.password.',
    ],
  ],
  [
    'a proxy of another kind',
    `${least}proxy: { url: "socks5://p.example" }\n`,
    ['mustdo.yaml:7:10  proxy.url is "socks5://p.example". Expected http://host:port or https://host:port.'],
  ],
  [
    'a terminology server that is no address',
    `${least}terminology: { url: "tx.acme.example/r4" }\n`,
    [
      'mustdo.yaml:7:16  terminology.url is "tx.acme.example/r4". Expected the FHIR base address of a terminology server, such as https://tx.example/r4. Leave it out to have those codes named as not evaluated.',
    ],
  ],
  [
    'a terminology server with credentials in its address',
    `${least}terminology: { url: "https://joe:hunter2@tx.example/r4" }\n`,
    [
      'mustdo.yaml:7:16  terminology.url holds credentials. Expected the FHIR base address of a terminology server, such as https://tx.example/r4. Name one that answers without; it is asked about codes only.',
    ],
  ],
  [
    'a terminology server with a query',
    `${least}terminology: { url: "https://tx.example/r4?x=1" }\n`,
    [
      'mustdo.yaml:7:16  terminology.url is "https://tx.example/r4?x=1". Expected the FHIR base address of a terminology server, such as https://tx.example/r4. Leave it out to have those codes named as not evaluated.',
    ],
  ],
  [
    'a canary at no address',
    `${least}canary: { listen: "127.0.0.1:0", url: "canary.acme.example" }\n`,
    [
      'mustdo.yaml:7:34  canary.url is "canary.acme.example". Expected the address by which the product reaches the listener, such as https://canary.example. Leave it out where the product runs on this machine.',
    ],
  ],
  [
    'a canary with credentials in its address',
    `${least}canary: { listen: "127.0.0.1:0", url: "https://joe:hunter2@canary.example" }\n`,
    [
      'mustdo.yaml:7:34  canary.url holds credentials. Expected the address by which the product reaches the listener, such as https://canary.example. Name one that needs none.',
    ],
  ],
  [
    'a terminology server as text',
    `${least}terminology: https://tx.example/r4\n`,
    [
      'mustdo.yaml:7:1  terminology is "https://tx.example/r4". Expected an object (A terminology server of your own, which HL7\'s validator asks about SNOMED CT, dm+d, LOINC and UCUM codes. Left out: they are not evaluated).',
    ],
  ],
  [
    'an NHS number with a wrong check digit',
    `${least}testData: { patients: [{ nhsNumber: "9990000019" }] }\n`,
    [
      'mustdo.yaml:7:26  testData.patients[0].nhsNumber is "9990000019". Expected ten digits of which the last is the modulus 11 check digit, without spaces. Use a synthetic number that begins with 999.',
    ],
  ],
  [
    'an NHS number without quotes',
    `${least}testData: { patients: [{ nhsNumber: 9990000018 }] }\n`,
    [
      'mustdo.yaml:7:26  testData.patients[0].nhsNumber is 9990000018. Expected a string (text in quotes, or YAML takes it for a number (a bare 7.10 becomes 7.1)).',
    ],
  ],
  [
    'a resource without type',
    `${least}testData: { resources: [observation5] }\n`,
    [
      'mustdo.yaml:7:25  testData.resources[0] is "observation5". Expected a resource type and an id, as `Observation/17`.',
    ],
  ],
  [
    'an attestation that ends before it begins',
    example.replace('until: 2027-09-30', 'until: 2025-09-30'),
    [
      'mustdo.yaml:72:5  attestations[0].until is 2025-09-30, before "on" (2026-10-01). Expected the last day it holds. Swap them?',
    ],
  ],
  [
    'a digest that is none',
    example.replace('safety-case.pdf }', 'safety-case.pdf, sha256: ABC }'),
    [
      'mustdo.yaml:74:50  attestations[0].evidence[0].sha256 is "ABC". Expected a sha256 digest of 64 lower-case hex digits.',
    ],
  ],
  [
    'a proxy as text with its password',
    `${least}proxy: "http://joe:hunter2@p.example:3128"\n`,
    ['mustdo.yaml:7:1  proxy is something else. Expected an object (Proxy for every request of the run).'],
  ],
]
