/** A refusal counts only if the same request with good credentials succeeded just before and just after. Asks; judges nothing. */
import {
  type Exchange,
  type FhirSubject,
  type Http,
  type NotReached,
  noData,
  noGround,
  type RequestOptions,
} from '../../runner/check.ts'

export const FHIR_ACCEPT = { accept: 'application/fhir+json' } as const

/** Types whose instances are about patients, so that nobody may read them without leave; the likeliest first. */
const confidential = ['Patient', 'Observation', 'Condition', 'AllergyIntolerance', 'MedicationRequest', 'Encounter']

/** The address of a record that must not be public, or what the target file could give to know one. */
export function protectedAddress({ types }: FhirSubject): string | NotReached {
  for (const name of confidential) {
    const type = types.find(({ type, interactions }) => type === name && interactions.includes('read'))
    const [id] = type?.instances ?? []
    if (type && id) return `${type.url}/${encodeURIComponent(id)}`
  }
  return noData('the id of a test patient under testData.patients in the target file')
}

export const isNotReached = (value: unknown): value is NotReached =>
  typeof (value as { notReached?: unknown } | null)?.notReached === 'string'

/** Asks as `bad` says, between two equal requests of an identity that may; gives the middle answer if both others are 200. */
export async function refusalOf(
  http: Http,
  url: string,
  identity: string | null,
  bad: RequestOptions,
): Promise<Exchange | NotReached> {
  const answers = await refusalsOf(http, url, identity, [bad])
  return isNotReached(answers) ? answers : (answers[0] as Exchange)
}

/** The same for several bad requests in turn, which one pair of good ones vouches for. */
export async function refusalsOf(
  http: Http,
  url: string,
  identity: string | null,
  bads: readonly RequestOptions[],
): Promise<readonly Exchange[] | NotReached> {
  if (!identity) return noData('an identity of the FHIR endpoint that may read its test patients')
  const good = () => http.get(url, { headers: FHIR_ACCEPT, as: identity, fresh: true })
  const before = await good()
  const refused: Exchange[] = []
  if (before.response?.status === 200)
    for (const bad of bads) refused.push(await http.get(url, { headers: FHIR_ACCEPT, ...bad, fresh: true }))
  const after = before.response?.status === 200 ? await good() : before
  if (after.response?.status === 200) return refused
  return noGround(
    `${url} answered ${after.response?.status ?? after.error?.code} to the identity ${identity}, so that refusing others shows nothing`,
    { who: 'supplier', act: `give an identity that may read ${url} and run again` },
  )
}

/** True for a forgery that this token gives no hold for: nothing was sent. */
export const cannotBeMade = (asked: Exchange | NotReached): boolean =>
  !isNotReached(asked) && asked.error?.code === 'no-credentials'
