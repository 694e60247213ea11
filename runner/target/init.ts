/** The first version of a target file, from what a look around found. Pure; the looking is discovery's. */
import { PLACEHOLDER } from './placeholders.ts'

/** Plain facts about an address; everything but `url` only where it was found. */
export interface Found {
  readonly url: string
  readonly fhir?: readonly {
    readonly url: string
    readonly version?: string
    readonly software?: { readonly name: string; readonly version?: string }
  }[]
  readonly smart?: { readonly issuer?: string; readonly tokenUrl?: string }
  /** Addresses of OpenAPI documents. */
  readonly openapi?: readonly string[]
  readonly web?: { readonly url: string; readonly pages: readonly string[]; readonly statement?: string }
  /** The packs there are, for the comment that lists them. */
  readonly packs?: readonly { readonly id: string; readonly title: string }[]
}

/**
 * A commented `mustdo.yaml`. It loads once every `CHANGE-ME` is replaced. Whatever came from the network stands in quotes, so
 * that no answer can write keys of its own.
 */
export function draftTarget(found: Found): string {
  const software = found.fhir?.find(({ software }) => software)?.software
  const environment = SANDBOX.test(new URL(found.url).hostname) ? 'sandbox' : 'live'
  return `${[
    head(found),
    `version: 1\nsupplier: ${PLACEHOLDER}   # your organisation's legal name, as it should stand on the report`,
    `product:
  name: ${quote(software?.name ?? PLACEHOLDER)}   # ${software ? 'as the CapabilityStatement says' : "your product's name"}
  version: ${quote(software?.version ?? PLACEHOLDER)}   # the version on these endpoints, in quotes`,
    `# sandbox, or live. With live, only the test data below is read and every consent needs a window.
environment: ${environment}   # guessed from the host name: is it right?`,
    packs(found),
    `# Every address the run may talk to; any other is recorded, never contacted.\nendpoints:\n${endpoints(found)}`,
    identities(found),
    LATER,
  ].join('\n\n')}\n`
}

const SANDBOX = /(^|[.-])(sandbox|test|testing|int|dev|staging|uat|demo|localhost|127)([.-]|\d|$)/i

const quote = (text: string) => JSON.stringify(text)

const head = ({
  url,
}: Found) => `# yaml-language-server: $schema=node_modules/mustdo/dist/runner/target/target.schema.json
# Target file of mustdo, drafted from ${quote(url)}.
# 1. Replace every ${PLACEHOLDER}.   2. mustdo plan   3. mustdo run
# Every key is explained in docs/target-file.md.`

function packs({ packs: all = [] }: Found): string {
  const list = all.map(({ id, title }) => `# - ${id}: ${title.replace(/\s+/g, ' ')}\n`).join('')
  return `# What kind of product it is; common holds for every product.\n${list}packs: [common]`
}

function endpoints(found: Found): string {
  const lists = [
    (found.fhir ?? []).map(({ url, version }) => ({ kind: 'fhir', url, ...(version !== undefined && { version }) })),
    found.web ? [{ kind: 'web', ...found.web }] : [],
    (found.openapi ?? []).map(url => ({ kind: 'openapi', url })),
    found.smart?.issuer === undefined ? [] : [{ kind: 'oauth', url: found.smart.issuer }],
  ].flatMap(list => list.map((item, i) => ({ name: `${item.kind}${i === 0 ? '' : `-${i + 1}`}`, ...item })))
  // Nothing recognised: the address itself is at least a place to ask.
  const all = lists.length > 0 ? lists : [{ name: 'web', kind: 'web', url: found.url }]
  return all.map(item => endpoint(item)).join('\n')
}

function endpoint(item: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(item).flatMap(([key, value]) => {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return []
    return [`${key}: ${key === 'name' || key === 'kind' ? String(value) : JSON.stringify(value)}`]
  })
  if (item.kind === 'web') lines.push('# audience: clinician   # left out: patient')
  if (item.kind === 'fhir') lines.push('# identity: backend')
  return `  - ${lines.join('\n    ')}`
}

const identities = ({
  smart,
  url,
}: Found) => `# Who asks. Secrets only as \${env:NAME} or \${file:path}. Ways: none, header-key, basic, bearer, client-secret,
# private-key-jwt, mtls. Give two identities with different patients to let the access checks run.
# identities:
#   - name: backend
#     auth: private-key-jwt
#     clientId: mustdo-tester
#     key: \${file:keys/mustdo.pem}   # mustdo keys generate --alg RS384
#     kid: mustdo
#     tokenUrl: ${quote(smart?.tokenUrl ?? `${new URL(url).origin}/token`)}
#     scope: system/*.rs`

const LATER = `# Synthetic patients that may be read.
# testData:
#   patients:
#     - { nhsNumber: "9990000018", id: "17" }

# How gently to ask, per origin.
# politeness: { concurrency: 4, requestsPerSecond: 20 }

# Leave for checks that write, send bad input, or load; without it they are not run.
# consent:
#   write:
#     person: Jo Smith
#     role: Head of platform
#     origins: ["https://fhir.sandbox.acme.example"]
#     environment: sandbox
#     until: 2026-12-31

# What a person vouches for: mustdo owed lists what is wanted.
# attestations:
#   - requirement: CLN-CSM-004
#     statement: The clinical safety case report covers this version.
#     by: Dr A. Patel
#     role: Clinical safety officer
#     on: 2026-10-01
#     until: 2027-09-30
#     version: "7.2.1"
#     evidence: [{ file: evidence/safety-case.pdf }]`
