// Google's csp_evaluator on the policies that a server of fixtures/http sends with its first page.
import csp from 'csp_evaluator/dist/evaluator.js'
import parser from 'csp_evaluator/dist/parser.js'
import { api, site } from '../../dist/fixtures/http/servers.js'

/** What it is sure of: high, syntax and medium. */
const SURE = 30

/** Each policy of the header by itself, as a person would paste it; undefined where no header has one. */
export function policyFaults({ kind, change }) {
  const origin = 'https://localhost:1'
  const asked = { method: 'GET', url: new URL(kind === 'site' ? '/' : '/fhir/metadata', origin), headers: {}, origin }
  const plain = kind === 'site' ? site(asked) : api(asked)
  const { headers } = change?.(plain, asked) ?? plain
  const policies = headers
    .filter(([name]) => name.toLowerCase() === 'content-security-policy')
    .map(([, value]) => value)
  if (policies.length === 0) return undefined
  const said = policies.flatMap(policy =>
    new csp.CspEvaluator(new parser.CspParser(policy).csp)
      .evaluate()
      .filter(({ severity }) => severity <= SURE)
      .map(({ directive, value, description }) => `${directive} ${value ?? description}`.trim()),
  )
  return [...new Set(said)]
}
