import { criteriaSaid } from './criteria.ts'
import { documentsOf } from './documents.ts'
import type { Look } from './look.ts'

export interface Method {
  readonly facts: readonly { readonly term: string; readonly values: readonly string[] }[]
  readonly engines: readonly {
    readonly name: string
    readonly version: string
    readonly state: string
    readonly cost: string
    readonly mend: string
  }[]
  readonly endpoints: readonly {
    readonly name: string
    readonly kind: string
    readonly url: string
    readonly identity: string
  }[]
}

/** How the run was made: enough for somebody else to make the same one. */
export function method(look: Look): Method {
  const { record, words } = look
  const said = words.method
  const { run, target, observed, cleanup, catalogue, tool } = record
  const fact = (term: string, ...values: readonly string[]) => ({ term, values: values.filter(Boolean) })
  const facts = [
    fact(said.run, said.runOf(run.id, words.window(run.startedAt, run.endedAt))),
    fact(said.runBy, said.runner(run.operator, run.host.platform, run.host.node, run.host.ci)),
    fact(said.filter, ...(run.partial?.filters ?? [])),
    fact(said.sampling, ...run.sampling, said.seed(run.seed)),
    fact(said.criteria, ...criteriaSaid(look)),
    fact(
      said.requests,
      said.inAll(run.requests),
      said.pace(target.politeness.concurrency, target.politeness.requestsPerSecond),
    ),
    fact(
      said.consent,
      ...target.consents.map(given => said.consentOf({ ...given, until: words.day(given.until) })),
      target.consents.length === 0 ? said.noConsent : '',
    ),
    fact(said.testData, said.testPatients(target.testPatients)),
    fact(said.made, said.madeOf(cleanup.created, cleanup.removed), ...cleanup.left.map(said.left)),
    fact(said.documents, ...documentsOf(look)),
    fact(said.notFollowed, ...run.notFollowed),
    fact(said.proxy, run.proxy ?? ''),
    fact(said.privateRoots, ...run.privateRoots),
    fact(said.addresses, ...observed.addresses.map(({ origin, address }) => said.answeredFrom(origin, address))),
    fact(said.keys, ...observed.certificateKeys.map(({ origin, spki }) => `${origin} ${spki}`)),
    fact(
      said.metadata,
      observed.metadataDigestAtStart ? said.atStart(observed.metadataDigestAtStart) : '',
      observed.metadataDigestAtEnd ? said.atEnd(observed.metadataDigestAtEnd) : '',
    ),
    fact(said.changes, ...observed.changes),
    fact(said.catalogue, said.catalogueOf(catalogue.version, catalogue.digest)),
    fact(said.tool, said.toolOf(tool.version, tool.renderer)),
    fact(said.challenge, run.challenge ?? ''),
  ]
  return {
    facts: facts.filter(({ values }) => values.length > 0),
    engines: record.engines.map(({ name, version, available, because, mend }) => ({
      name,
      version,
      state: available ? said.used : said.missing,
      cost: because ?? '',
      mend: mend ?? '',
    })),
    endpoints: target.endpoints.map(({ name, kind, url, version, identity }) => ({
      name,
      kind: version ? `${kind} ${version}` : kind,
      url,
      identity: identity ?? said.nobody,
    })),
  }
}
