/** The key that a product publishes on its own site, as a verifier fetches it now: what the run itself fetched would prove nothing. */
import type { RunRecord } from '../../reports/record.ts'
import { SealError } from '../../reports/seal/errors.ts'
import { type Keys, keysOf, readTrust } from '../../reports/seal/trust.ts'
import { httpClient } from '../instruments/http/client.ts'
import { agentName } from '../version.ts'

/** Where a product publishes it: a trust file like any other (RFC 8615 for the place). */
export const PUBLISHED_AT = '/.well-known/mustdo.json'
const LARGEST = 64 * 1024

export interface Published {
  readonly keys: Keys
  /** Why there are none, where there are none. */
  readonly because?: string
}

/**
 * Fetches the keys that `origin` publishes; they count for the role `issuer` only. Nothing is followed. Throws SealError when the
 * run did not test that origin: a key published elsewhere says nothing of this product.
 */
export async function publishedKeys(origin: string, record: RunRecord, ca?: string): Promise<Published> {
  const tested = testedOrigins(record)
  if (!tested.includes(origin))
    throw new SealError('trust', {
      what: `The report is not about ${origin}`,
      expected: `an origin that the run tested: ${tested.join(', ') || 'it names none'}`,
      next: 'Name the address that you know the product by; do not take it from the report alone.',
    })
  const client = httpClient({ userAgent: agentName, maxBodyBytes: LARGEST, ...(ca && { ca: [ca] }) })
  try {
    const { response, error } = await client.ask({
      method: 'GET',
      url: `${origin}${PUBLISHED_AT}`,
      headers: {},
      requireTrust: true,
    })
    if (!response) return none(`${origin}${PUBLISHED_AT} gave no answer (${error?.message ?? 'no response'})`)
    if (response.status !== 200) return none(`${origin}${PUBLISHED_AT} answered ${response.status}`)
    return { keys: asIssuer(await keysOf(await readTrust(response.body.toString('utf8'))), origin) }
  } catch (error) {
    if (error instanceof SealError) return none(`${origin}${PUBLISHED_AT}: ${error.message}`)
    throw error
  } finally {
    await client.close()
  }
}

/** Origins that the run was to test, as its record names them. */
const testedOrigins = ({ inputs }: RunRecord): readonly string[] => [
  ...new Set(inputs.endpoints.map(({ origin }) => origin).filter(origin => origin.startsWith('https://'))),
]

const asIssuer = (keys: Keys, origin: string): Keys =>
  new Map([...keys].map(([id, known]) => [id, { ...known, roles: ['issuer'], published: origin }]))

const none = (because: string): Published => ({ keys: new Map(), because })
