// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the file's own notation
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { example } from './example.ts'
import { loadTarget } from './load.ts'
import { complaints, env, folder, least } from './testing.ts'

const jwt = (key: string, more = '') =>
  `${least}identities:\n  - { name: a, auth: private-key-jwt, clientId: c, kid: k, key: "${key}", tokenUrl: "https://a.example/t", endpoints: [main]${more} }\n`
const consent = (text: string) => `${least}consent:\n  write: ${text}\n`
const ok = 'person: Jo, role: Head, origins: ["https://a.example"], environment: sandbox, until: 2026-12-31'
const journey = (steps: string, where = ', endpoint: web') =>
  `${least}  - { name: web, kind: web, url: "https://w.example/" }\njourneys:\n  - { name: j${where}, steps: ${steps} }\n`
/** What is wrong, the file, and the complaints word for word. */
const cases: readonly [string, string | Uint8Array, readonly string[]][] = [
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
    'duplicate identity',
    `${least}identities: [{ name: a, auth: none }, { name: a, auth: none }]\n`,
    [
      'mustdo.yaml:7:41  identities[1].name is "a", as is identities[0]. Expected each name once. Rename or remove one.',
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
    "fixed headers of an identity that are no names, no texts or the tool's own",
    `${least}identities: [{ name: a, auth: none, headers: { "NHSD Session": x, Authorization: x, NHSD-A: [x], NHSD-B: "\${env:NOWHERE}" } }]\n`,
    [
      'mustdo.yaml:7:48  identities[0].headers.NHSD Session is no name of a header. Expected letters, digits and hyphens. Write it as the API names it.',
      'mustdo.yaml:7:67  identities[0].headers.Authorization is a header that the tool sets itself. Expected one that the API asks for, as NHSD-End-User-Organisation-ODS. Credentials go into auth.',
      'mustdo.yaml:7:85  identities[0].headers.NHSD-A holds no text for one line. Expected the value of the header. Write it in quotes.',
      'mustdo.yaml:7:98  identities[0].headers.NHSD-B names the environment variable NOWHERE, which is not set. Expected it to hold the secret. Set it, or name another.',
    ],
  ],
  [
    'a password in the file',
    `${least}identities: [{ name: a, auth: bearer, token: hunter2, endpoints: [main] }]\n`,
    [
      'mustdo.yaml:7:39  identities[0].token holds a plain secret. Expected ${env:NAME} or ${file:path}. Move the value out of the file, and change it if the file was shared.',
    ],
  ],
  [
    'a number as password in the file',
    `${least}identities: [{ name: a, auth: bearer, token: 12345678, endpoints: [main] }]\n`,
    [
      'mustdo.yaml:7:39  identities[0].token holds a plain secret. Expected ${env:NAME} or ${file:path}. Move the value out of the file, and change it if the file was shared.',
    ],
  ],
  [
    'an environment variable that is not set',
    `${least}identities: [{ name: a, auth: bearer, token: "\${env:NOWHERE}", endpoints: [main] }]\n`,
    [
      'mustdo.yaml:7:39  identities[0].token names the environment variable NOWHERE, which is not set. Expected it to hold the secret. Set it, or name another.',
    ],
  ],
  [
    'secret file missing',
    `${least}identities: [{ name: a, auth: bearer, token: "\${file:keys/none}", endpoints: [main] }]\n`,
    [
      'mustdo.yaml:7:39  identities[0].token names the file keys/none, which does not exist. Expected a readable file; paths are relative to the target file.',
    ],
  ],
  [
    'secret file empty',
    `${least}identities: [{ name: a, auth: bearer, token: "\${file:keys/empty.pem}", endpoints: [main] }]\n`,
    [
      'mustdo.yaml:7:39  identities[0].token names the file keys/empty.pem, which is empty. Expected it to hold the secret.',
    ],
  ],
  [
    'secret folder',
    `${least}identities: [{ name: a, auth: bearer, token: "\${file:keys}", endpoints: [main] }]\n`,
    [
      'mustdo.yaml:7:39  identities[0].token names the file keys, which is a folder. Expected a readable file; paths are relative to the target file.',
    ],
  ],
  [
    'a key that does not go with the way of authenticating',
    `${least}identities: [{ name: a, auth: bearer, token: "\${env:ACME_TOKEN}", username: x, endpoints: [main] }]\n`,
    [
      'mustdo.yaml:7:67  identities[0].username does not go with auth bearer. Expected token, unfit. Remove it or change auth.',
    ],
  ],
  [
    'a way of authenticating that lacks a key',
    `${least}identities: [{ name: a, auth: basic, username: x, endpoints: [main] }]\n`,
    ['mustdo.yaml:7:14  identities[0] lacks "password". Expected the keys username, password. Add it.'],
  ],
  [
    'a storage state that is none',
    `${least}identities: [{ name: a, auth: storage-state, state: "\${file:keys/garbage.pem}", endpoints: [main] }]\n`,
    [
      'mustdo.yaml:7:46  identities[0].state (file:keys/garbage.pem) is no storage state. Expected the JSON that Playwright writes, with cookies and origins. Write it with context.storageState() after signing in.',
    ],
  ],
  [
    'a storage state of another site',
    `${least}identities: [{ name: a, auth: storage-state, state: "\${env:STATE}", endpoints: [main] }]\n`,
    [
      'mustdo.yaml:7:46  identities[0].state (env:STATE) holds nothing for https://a.example. Expected a cookie or local storage of one of them. Sign in there and write it anew.',
    ],
  ],
  [
    'a client that knows no token endpoint',
    `${least}identities: [{ name: a, auth: client-secret, clientId: c, clientSecret: "\${env:ACME_SECRET}", endpoints: [main] }]\n`,
    [
      'mustdo.yaml:7:14  identities[0] lacks "tokenUrl" and "issuer". Expected one of them, to know where tokens come from. Add it.',
    ],
  ],
  [
    'an identity that no endpoint uses',
    `${least}identities: [{ name: a, auth: bearer, token: "\${env:ACME_TOKEN}" }]\n`,
    [
      'mustdo.yaml:7:16  identities[0].name is "a", which no endpoint uses. Expected to know where its credentials may go. Add "endpoints: [main]" to it, or "identity: a" to an endpoint.',
    ],
  ],
  [
    'an identity for an unknown endpoint',
    `${least}identities: [{ name: a, auth: bearer, token: "\${env:ACME_TOKEN}", endpoints: [mian] }]\n`,
    ['mustdo.yaml:7:79  identities[0].endpoints[0] is "mian". Expected one of main. Did you mean "main"?'],
  ],
  [
    'unknown patient',
    `${least}identities: [{ name: a, auth: none, patient: "9990000018" }]\n`,
    [
      'mustdo.yaml:7:37  identities[0].patient is "9990000018". Expected the nhsNumber or id of a patient in testData.patients. List it there.',
    ],
  ],
  [
    'an RSA key too short for RS384',
    jwt('${file:keys/weak.pem}'),
    [
      'mustdo.yaml:8:60  identities[0].key (file:keys/weak.pem) is an RSA key of 1024 bits. RS384 needs an RSA key of 2048 bits or more (RFC 7518, 3.3). Make one with: mustdo keys generate --alg RS384',
    ],
  ],
  [
    'a key on the wrong curve',
    jwt('${file:keys/p256.pem}'),
    [
      'mustdo.yaml:8:60  identities[0].key (file:keys/p256.pem) is an EC key on prime256v1. ES384 needs an EC key on P-384 (RFC 7518, 3.4). Make one with: mustdo keys generate --alg ES384',
    ],
  ],
  [
    'an EC key for RS384',
    jwt('${file:keys/ec.jwk}', ', alg: RS384'),
    [
      'mustdo.yaml:8:60  identities[0].key (file:keys/ec.jwk) is an EC key on secp384r1. RS384 needs an RSA key of 2048 bits or more (RFC 7518, 3.3). Make one with: mustdo keys generate --alg RS384',
    ],
  ],
  [
    'a public key in place of a private one',
    jwt('${file:keys/public.pem}'),
    [
      'mustdo.yaml:8:60  identities[0].key (file:keys/public.pem) is a public key. Expected a private key, as PEM (PKCS#8, PKCS#1, SEC 1) or JWK.',
    ],
  ],
  [
    'a certificate in place of a key',
    jwt('${file:keys/client.crt}'),
    [
      'mustdo.yaml:8:60  identities[0].key (file:keys/client.crt) is a certificate. Expected a private key, as PEM (PKCS#8, PKCS#1, SEC 1) or JWK.',
    ],
  ],
  [
    'a key that cannot be read',
    jwt('${file:keys/garbage.pem}'),
    [
      'mustdo.yaml:8:60  identities[0].key (file:keys/garbage.pem) cannot be read. Expected a private key, as PEM (PKCS#8, PKCS#1, SEC 1) or JWK.',
    ],
  ],
  [
    'an encrypted key without its passphrase',
    jwt('${file:keys/locked.pem}'),
    [
      'mustdo.yaml:8:60  identities[0].key (file:keys/locked.pem) is encrypted. Expected its passphrase too. Add the key "passphrase: ${env:NAME}".',
    ],
  ],
  [
    'an encrypted key with another passphrase',
    jwt('${file:keys/locked.pem}', ', passphrase: "${env:ACME_SECRET}"'),
    [
      'mustdo.yaml:8:60  identities[0].key (file:keys/locked.pem) cannot be decrypted with that passphrase. Is it the right one?',
    ],
  ],
  [
    'a key of another certificate',
    `${least}identities: [{ name: a, auth: mtls, certificate: keys/client.crt, key: "\${file:keys/late.pem}", endpoints: [main] }]\n`,
    [
      'mustdo.yaml:7:67  identities[0].key (file:keys/late.pem) is not the key of keys/client.crt. Expected the private key of the first certificate in that file.',
    ],
  ],
  [
    'an expired client certificate',
    `${least}identities: [{ name: a, auth: mtls, certificate: keys/late.crt, key: "\${file:keys/late.pem}", endpoints: [main] }]\n`,
    [
      'mustdo.yaml:7:37  identities[0].certificate (keys/late.crt) expired on 2026-01-01. Expected a certificate that is in date. Ask its issuer for a new one.',
    ],
  ],
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
    'consent that has expired',
    consent(`{ ${ok.replace('2026-12-31', '2026-11-21')} }`),
    [
      'mustdo.yaml:8:90  consent.write.until is 2026-11-21, and today is 2026-11-22. Expected consent that still holds. Ask for it anew, or remove it.',
    ],
  ],
  [
    'consent that ends before it begins',
    consent(`{ ${ok}, from: 2027-01-01 }`),
    [
      'mustdo.yaml:8:90  consent.write.until is 2026-12-31, before "from" (2027-01-01). Expected the last day it holds. Swap them?',
    ],
  ],
  [
    'a day that does not exist',
    consent(`{ ${ok.replace('2026-12-31', '2026-02-30')} }`),
    ['mustdo.yaml:8:90  consent.write.until is "2026-02-30". Expected a valid date (a calendar day, YYYY-MM-DD).'],
  ],
  [
    'consent for an origin that is no endpoint',
    consent(`{ ${ok.replace('a.example', 'b.example')} }`),
    [
      'mustdo.yaml:8:46  consent.write.origins[0] is "https://b.example". Expected one of https://a.example. Did you mean "https://a.example"?',
    ],
  ],
  [
    'consent for another environment',
    consent(`{ ${ok.replace('sandbox', 'live')} }`),
    [
      'mustdo.yaml:8:68  consent.write.environment is "live", but the file\'s is "sandbox". Expected the same. Consent for one is none for the other.',
    ],
  ],
  [
    'consent in a live environment without window and test patients',
    consent(`{ ${ok.replace('sandbox', 'live')} }`).replace('environment: sandbox', 'environment: live'),
    [
      'mustdo.yaml:8:3  consent.write lacks "window". Expected times of day, because the environment is live. Add "window: { from: HH:MM, to: HH:MM }".',
      'mustdo.yaml:8:3  consent.write is for a live environment without test patients. Expected testData.patients, so that no real record is written to. List them, or remove it.',
    ],
  ],
  [
    'a time without its leading zero',
    `${least}politeness: { window: { from: "8:00", to: "20:00" } }\n`,
    ['mustdo.yaml:7:25  politeness.window.from is "8:00". Expected a time of day in UTC, HH:MM.'],
  ],
  [
    'a rate of nothing',
    `${least}politeness: { requestsPerSecond: 0 }\n`,
    [
      'mustdo.yaml:7:15  politeness.requestsPerSecond must be > 0 (Requests a second). Expected what the schema says; see its description.',
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
    'an address where host and port belong',
    example.replace('"127.0.0.1:9443"', '"https://127.0.0.1"'),
    [
      'mustdo.yaml:23:73  endpoints[3].listen is "https://127.0.0.1". Expected host and port on this machine that the public address forwards to (kind listener), as `127.0.0.1:9443`.',
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
    'a proxy as text with its password',
    `${least}proxy: "http://joe:hunter2@p.example:3128"\n`,
    ['mustdo.yaml:7:1  proxy is something else. Expected an object (Proxy for every request of the run).'],
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
    'a journey that is none',
    journey('[{ fill: { Name: hunter2 } }, { go: "https://other.example/" }, { go: /a, press: Send }, {}]'),
    [
      'mustdo.yaml:9:39  journeys[0].steps[0] is not a "go". Expected the page at which the journey begins. Begin with a step as "go: /path".',
      'mustdo.yaml:9:70  journeys[0].steps[1].go is "https://other.example/". Expected a path on https://w.example, as /sign-in. Make another origin an endpoint of its own.',
      'mustdo.yaml:9:102  journeys[0].steps[2] has go and press. Expected exactly one of go, fill, choose, check, press, expect. Give each act a step of its own.',
      'mustdo.yaml:9:127  journeys[0].steps[3] has no key. Expected exactly one of go, fill, choose, check, press, expect. Give each act a step of its own.',
    ],
  ],
  [
    'values of a journey that are no texts, or secrets that are not there',
    journey('[{ go: / }, { fill: { Age: 12345678, Code: "${env:NOT_THERE}" } }, { choose: { Country: [hunter2] } }]'),
    [
      'mustdo.yaml:9:60  journeys[0].steps[1].fill.Age is no text. Expected what is entered, in quotes. Put it in quotes.',
      'mustdo.yaml:9:75  journeys[0].steps[1].fill.Code names the environment variable NOT_THERE, which is not set. Expected it to hold the secret. Set it, or name another.',
      'mustdo.yaml:9:117  journeys[0].steps[2].choose.Country is no text. Expected what is entered, in quotes. Put it in quotes.',
    ],
  ],
  [
    'a journey on nothing, by nobody, twice',
    journey('[{ go: / }]', ', endpoint: main, as: sam').replace(/ {2}- .*\n$/, line => line + line),
    [
      'mustdo.yaml:9:16  journeys[0].endpoint is "main". Expected one of web.',
      'mustdo.yaml:9:32  journeys[0].as is "sam". Expected the name of an identity in this file, and there is none.',
      'mustdo.yaml:10:7  journeys[1].name is "j", as is journeys[0]. Expected each name once. Rename or remove one.',
      'mustdo.yaml:10:16  journeys[1].endpoint is "main". Expected one of web.',
      'mustdo.yaml:10:32  journeys[1].as is "sam". Expected the name of an identity in this file, and there is none.',
    ],
  ],
  [
    'a step of a journey that is not known',
    journey('[{ go: / }, { pres: Send }]'),
    [
      'mustdo.yaml:9:52  "pres" is not a known key in journeys[0].steps[1]. Expected one of go, fill, choose, check, press, expect. Did you mean "press"?',
    ],
  ],
  [
    'endless brackets',
    '['.repeat(100_000),
    ['mustdo.yaml  nests too deeply. Expected a target file, which is at most eight levels deep. Name the right file.'],
  ],
]
let at = ''
beforeAll(async () => {
  at = await folder()
})

test.each(cases)('%s is refused with place, expectation and remedy', (_, text, expected) => {
  expect(complaints(at, text)).toEqual(expected)
})

test('a file that is not there and a folder are refused', () => {
  const refusal = (file: string) => {
    try {
      return loadTarget(file, { shown: 'mustdo.yaml' })
    } catch (error) {
      return String(error)
    }
  }
  expect(refusal(join(at, 'none.yaml'))).toBe(
    'TargetError: mustdo.yaml  does not exist. Expected a target file. Is the path right? Make one with: mustdo init <url>',
  )
  expect(refusal(at)).toBe(
    'TargetError: mustdo.yaml  is a folder. Expected a target file. Name the file in it, usually mustdo.yaml.',
  )
})

test('no complaint quotes a secret', () => {
  const said = cases.flatMap(([, text]) => complaints(at, text)).join('\n')
  for (const secret of ['hunter2', '12345678', env.ACME_SECRET, 'open sesame']) expect(said).not.toContain(secret)
})
