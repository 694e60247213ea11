// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the file's own notation
import { least } from '../../testing.ts'
import type { Wrong } from './model.ts'

const jwt = (key: string, more = '') =>
  `${least}identities:\n  - { name: a, auth: private-key-jwt, clientId: c, kid: k, key: "${key}", tokenUrl: "https://a.example/t", endpoints: [main]${more} }\n`

/** Wrong identities: secrets, keys, certificates. */
export const wrongIdentities: readonly Wrong[] = [
  [
    'duplicate identity',
    `${least}identities: [{ name: a, auth: none }, { name: a, auth: none }]\n`,
    [
      'mustdo.yaml:7:41  identities[1].name is "a", as is identities[0]. Expected each name once. Rename or remove one.',
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
]
