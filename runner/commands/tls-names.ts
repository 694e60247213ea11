/** What the DNS says of the name that `mustdo tls` looks at: which authorities may issue for it. */
import { caaVerdict } from '../../suites/shared/caa.ts'
import { isPublicName, upwards } from '../../suites/shared/public-name.ts'
import type { TlsVerdict } from '../../suites/shared/tls/rule.ts'
import { lookup, type RawLookup } from '../instruments/dns/lookup.ts'

/** Asks for the CAA records of the name and those above it; a name that is not in the public DNS is not asked for. */
export async function nameVerdicts(
  name: string,
  timeoutMs: number,
  server: string | undefined,
): Promise<{ dns: readonly RawLookup[]; verdicts: readonly TlsVerdict[] }> {
  const names = isPublicName(name) ? upwards(name) : []
  const dns = await Promise.all(
    names.map(one => lookup({ name: one, type: 'CAA', timeoutMs, ...(server !== undefined && { server }) })),
  )
  return {
    dns,
    verdicts: [caaVerdict(name, names.length > 0 ? dns : undefined), dnssecVerdict(name, names.length > 0)],
  }
}

/** Signatures of a zone are dropped by resolvers on the way, and by the one of this program's runtime: it is said, and not guessed. */
const dnssecVerdict = (name: string, isPublic: boolean): TlsVerdict => ({
  rule: 'dns/dnssec',
  requirement: 'SEC-DNS-001',
  level: 'should',
  source: {
    text: 'GOV.UK, Keeping your domain name secure, DNSSEC',
    url: 'https://www.gov.uk/guidance/keeping-your-domain-name-secure',
    read: false,
  },
  ...(isPublic
    ? {
        outcome: 'cantTell',
        text: `Whether the zone of ${name} is signed was not asked: resolvers on the way drop what DNSSEC says. dig +dnssec ${name} SOA at its name servers shows it.`,
      }
    : { outcome: 'inapplicable', text: `The public DNS has no name ${name}, whose zone could be signed.` }),
})
