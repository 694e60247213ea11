/** What the DNS says of the name that `mustdo tls` looks at: which authorities may issue for it, and whether its zone is signed. */
import { caaVerdict } from '../../suites/shared/caa.ts'
import { isPublicName, upwards } from '../../suites/shared/public-name.ts'
import type { TlsVerdict } from '../../suites/shared/tls/rule.ts'
import { lookup, type RawLookup } from '../instruments/dns/lookup.ts'
import { type SignedZone, signedZone } from '../instruments/dns/signed.ts'

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
  const zone = names.length > 0 ? await signedZone(name, server, timeoutMs) : undefined
  return { dns, verdicts: [caaVerdict(name, zone && dns), dnssecVerdict(name, zone)] }
}

const source = {
  text: 'GOV.UK, Keeping your domain name secure, DNSSEC',
  url: 'https://www.gov.uk/guidance/keeping-your-domain-name-secure',
  read: false,
}
const instead = (name: string) => `dig +dnssec ${name} SOA at its name servers shows it.`

/** A zone that is not signed may be so by a decision, which a person looks up; and resolvers may drop what would show it. */
function dnssecVerdict(name: string, zone: SignedZone | undefined): TlsVerdict {
  const rule = { rule: 'dns/dnssec', requirement: 'SEC-DNS-001', level: 'should', source } as const
  const open = (text: string): TlsVerdict => ({ ...rule, outcome: 'cantTell', text, actual: zone?.server ?? '' })
  switch (zone?.says) {
    case undefined:
      return {
        ...rule,
        outcome: 'inapplicable',
        text: `The public DNS has no name ${name}, whose zone could be signed.`,
      }
    case 'signed and validated':
      return { ...rule, outcome: 'passed', text: `The zone of ${name} is signed, and the resolver validated it.` }
    case 'signed':
      return open(`The zone of ${name} has signatures, which the resolver did not validate. ${instead(name)}`)
    case 'not signed':
      return open(`The zone of ${name} is not signed; whether a decision against it is recorded, a person sees.`)
    case 'dropped':
      return open(`The resolver drops what DNSSEC says, even of the root. ${instead(name)}`)
    case 'silent':
      return open(`No resolver answered a question with DNSSEC. ${instead(name)}`)
  }
}
