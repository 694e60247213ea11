/** `mustdo keys`: make a key to seal with. */
import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { generateKey, writePrivateKey } from '../keys/generate.ts'
import { UsageError } from './explain.ts'
import { print, printJson } from './output.ts'

export function addKeys(program: Command): void {
  const keys = program.command('keys').description('Keys that seal reports')
  keys
    .command('generate')
    .description('Make a private key (PEM, mode 0600) and print its public half')
    .option('-o, --output <file>', 'where the private key goes', 'mustdo-key.pem')
    .option('--alg <algorithm>', 'ES256 or EdDSA', 'ES256')
    .option('--json', 'print one JSON document')
    .action(async ({ output, alg, json }: { output: string; alg: string; json?: boolean }) => {
      if (alg !== 'ES256' && alg !== 'EdDSA')
        throw new UsageError(`--alg is "${alg}". Expected ES256 or EdDSA. Leave it out for ES256.`)
      if (existsSync(output))
        throw new UsageError(
          `${output} exists already. Expected a new file: a key that was used must not be lost. Choose another name with --output.`,
        )
      const key = await generateKey(alg)
      writePrivateKey(output, key)
      const { fingerprint, jwk, publicPem } = key
      if (json) printJson({ file: output, fingerprint, jwk, publicPem })
      else
        print(
          `${output} is your private key; keep it secret.\nfingerprint ${fingerprint}\n\nPublic key, for the framework's trust file:\n${JSON.stringify(jwk)}\n\n${publicPem}`,
        )
    })
}
