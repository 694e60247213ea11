/** `mustdo keys`: make a key to seal with, or one for a client that signs assertions. */
import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { clientAlgorithms, generateClientKey } from '../keys/client-key.ts'
import { generateKey, writePrivateKey } from '../keys/generate.ts'
import { loadSigner } from '../keys/load-signer.ts'
import { provesItself } from '../keys/proof.ts'
import { UsageError } from './explain.ts'
import { print, printJson } from './output.ts'

export function addKeys(program: Command): void {
  const keys = program.command('keys').description('Keys that seal reports, and keys of OAuth clients')
  keys
    .command('generate')
    .description('Make a private key (PEM, mode 0600) and print its public half')
    .option('-o, --output <file>', 'where the private key goes', 'mustdo-key.pem')
    .option('--alg <algorithm>', 'ES256 or EdDSA to seal; RS384, ES384 or RS512 for a client', 'ES256')
    .option('--json', 'print one JSON document')
    .action(async ({ output, alg, json }: { output: string; alg: string; json?: boolean }) => {
      const forClient = clientAlgorithms.find(one => one === alg)
      if (!forClient && alg !== 'ES256' && alg !== 'EdDSA')
        throw new UsageError(
          `--alg is "${alg}". Expected ES256 or EdDSA to seal, RS384, ES384 or RS512 for a client. Leave it out for ES256.`,
        )
      if (existsSync(output))
        throw new UsageError(
          `${output} exists already. Expected a new file: a key that was used must not be lost. Choose another name with --output.`,
        )
      if (forClient) {
        const made = await generateClientKey(forClient)
        writePrivateKey(output, made)
        const { kid, jwks } = made
        if (json) printJson({ file: output, kid, jwks })
        else
          print(
            `${output} is the client's private key; keep it secret.\nkid ${kid}\n\nKey set to register with the authorization server:\n${JSON.stringify(jwks)}`,
          )
        return
      }
      const key = await generateKey(alg === 'EdDSA' ? 'EdDSA' : 'ES256')
      writePrivateKey(output, key)
      const { fingerprint, jwk, publicPem } = key
      if (json) printJson({ file: output, fingerprint, jwk, publicPem })
      else
        print(
          `${output} is your private key; keep it secret.\nfingerprint ${fingerprint}\n\nPublic key, for the framework's trust file:\n${JSON.stringify(jwk)}\n\n${publicPem}`,
        )
    })
  keys
    .command('check')
    .description(
      'Sign something with a key, or by a signing program, and check the signature: before a run, not after it',
    )
    .argument('<file>', 'private key (PEM), or .yaml file of a signing program')
    .option('--json', 'print one JSON document')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const { alg, fingerprint, jwk, publicPem, ...rest } = await loadSigner({ file })
      await provesItself({ alg, jwk, ...rest }, file)
      if (json) printJson({ file, alg, fingerprint, jwk, publicPem })
      else print(`${file} signs as ${alg} with the key ${fingerprint}`)
    })
}
