/** The SMART configuration of a FHIR endpoint, asked for in the same words by every check, so that they share one answer. */
import {
  type Exchange,
  type FhirSubject,
  type Http,
  type Landscape,
  type NotReached,
  noGround,
} from '../../runner/check.ts'
import { jsonObjectIn } from './json-answer.ts'

export const smartEndpoints = ({ fhir }: Landscape): readonly FhirSubject[] =>
  fhir.filter(({ security }) => security.smart)

export const smartAddress = ({ url }: FhirSubject): string => `${url}/.well-known/smart-configuration`

/** The document, or why there is none to look into; that it is missing is for the check of SMART-CFG-001 to say. */
export async function smartConfigurationOf(http: Http, subject: FhirSubject): Promise<Exchange | NotReached> {
  const answer = await http.get(smartAddress(subject), { headers: { accept: 'application/json' } })
  if (!answer.response || (answer.response.status === 200 && jsonObjectIn(answer))) return answer
  return noGround(`${smartAddress(subject)} answered ${answer.response.status} without a JSON document`, {
    who: 'supplier',
    act: 'publish the SMART configuration and run again',
  })
}
