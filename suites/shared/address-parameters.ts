/** Parameters that take an address of the asker's choice, and questions with an address of the listener in each. */
import type { ApiSubject, FhirSubject } from '../../runner/check.ts'
import { documentOf, objectOf, textOf } from './openapi/document.ts'
import { type Operation, operationsOf, type Parameter } from './openapi/operations.ts'
import { plainValues, sendable } from './openapi/request.ts'
import { isUsualName } from './redirecting.ts'
import { FHIR_ACCEPT } from './refusal.ts'

/** A question with a place for an address in it. */
export interface Question {
  /** What the parameter is called, for messages. */
  readonly name: string
  readonly headers: { readonly [name: string]: string }
  readonly as: string | null
  /** The question as anybody might ask it, with no address of ours. */
  readonly plain: string
  /** The same with the address of the listener in the parameter. */
  readonly naming: (address: string) => string
}

/** A few of each are enough: one piece of code looks at them all. */
const MOST = 8
const MOST_OF_TYPE = 2

const set = (url: string, name: string, value: string): string => {
  const asked = new URL(url)
  asked.searchParams.set(name, value)
  return asked.href
}

/** Searches by a declared parameter of the type uri or reference, each name once. */
function searches({ types, identity }: FhirSubject): readonly Question[] {
  const seen = new Set<string>()
  return types
    .filter(({ interactions }) => interactions.includes('search-type'))
    .flatMap(({ url, searchParams }) =>
      searchParams
        .filter(({ name, type }) => (type === 'uri' || type === 'reference') && !seen.has(name))
        .slice(0, MOST_OF_TYPE)
        .map(({ name, type }): Question => {
          seen.add(name)
          // A reference is followed where it looks like one: the address of a resource on another server.
          const value = (address: string) =>
            type === 'uri' ? address : address.replace(/\/([0-9a-f]+)$/, '/Organization/$1')
          return {
            name,
            headers: FHIR_ACCEPT,
            as: identity,
            plain: `${url}?_count=1`,
            naming: address => set(url, name, value(address)),
          }
        }),
    )
    .slice(0, MOST)
}

const telling = /(^|[-_.a-z])(ur[il]|href|link|callback|webhook|image|avatar|logo|feed|src|endpoint)$/i

/** Whether a parameter of the query takes an address: by its name, or by the format of its schema. */
export const takesAddress = ({ in: where, name, schema }: Parameter): boolean =>
  where === 'query' &&
  (isUsualName(name) || telling.test(name) || /^(ur[il]|iri)$/.test(textOf(objectOf(schema?.value)?.['format']) ?? ''))

function documented(api: ApiSubject): readonly Question[] {
  const document = documentOf(api)
  const withAddress = (operation: Operation, { name }: Parameter): Question => {
    const values = plainValues(document, operation)
    const as = operation.security.length > 0 ? api.identity : null
    const { url, headers } = sendable(operation, api.url, values)
    return { name, headers, as, plain: url, naming: address => set(url, name, address) }
  }
  return operationsOf(document)
    .filter(({ method }) => method === 'GET')
    .flatMap(one => one.parameters.filter(takesAddress).map(parameter => withAddress(one, parameter)))
    .slice(0, MOST)
}

/** The questions of a FHIR endpoint or of a documented API, eight at most; all of them are GET. */
export const addressQuestions = (subject: FhirSubject | ApiSubject): readonly Question[] =>
  subject.kind === 'fhir' ? searches(subject) : documented(subject)
