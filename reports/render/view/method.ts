import { criteriaSaid } from './criteria.ts'
import type { Look } from './look.ts'
import { count, day, figure, window } from './words.ts'

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
  const { record } = look
  const { run, target, observed, cleanup, catalogue, tool } = record
  const fact = (term: string, ...values: readonly string[]) => ({ term, values: values.filter(Boolean) })
  const facts = [
    fact('Run', `${run.id}, ${window(run.startedAt, run.endedAt)} (local clock, as claimed)`),
    fact('Run by', `${run.operator}, on ${run.host.platform}, Node ${run.host.node}${run.host.ci ? ', in CI' : ''}`),
    fact('Filter', ...(run.partial?.filters ?? [])),
    fact('How pages, patients and samples were chosen', ...run.sampling, `Seed ${run.seed}.`),
    fact('How the success criteria of WCAG 2.2 were judged', ...criteriaSaid(look)),
    fact(
      'Requests',
      `${figure(run.requests)} in all`,
      `at most ${target.politeness.concurrency} at a time and ${target.politeness.requestsPerSecond} a second for each origin`,
    ),
    fact(
      'Consent',
      ...target.consents.map(
        ({ effect, person, role, origins, until }) =>
          `${effect}, given by ${person} (${role}) for ${origins.join(', ')} until ${day(until)}`,
      ),
      target.consents.length === 0 ? 'none given: read and browse only' : '',
    ),
    fact('Test data', `${count(target.testPatients, 'test patient')} listed in the target file`),
    fact(
      'Made and undone',
      `${count(cleanup.created, 'record')} created, ${figure(cleanup.removed)} removed`,
      ...cleanup.left.map(left => `still there: ${left}`),
    ),
    fact('Seen and not followed', ...run.notFollowed),
    fact('Proxy', run.proxy ?? ''),
    fact('Private certificate authority', ...run.privateRoots),
    fact('Addresses', ...observed.addresses.map(({ origin, address }) => `${origin} answered from ${address}`)),
    fact(
      'Certificate keys (SHA-256 of the public key)',
      ...observed.certificateKeys.map(({ origin, spki }) => `${origin} ${spki}`),
    ),
    fact(
      'Digest of metadata',
      observed.metadataDigestAtStart ? `at the start ${observed.metadataDigestAtStart}` : '',
      observed.metadataDigestAtEnd ? `at the end ${observed.metadataDigestAtEnd}` : '',
    ),
    fact('Changed during the run', ...observed.changes),
    fact('Catalogue', `version ${catalogue.version}, sha256 ${catalogue.digest}`),
    fact('Tool', `mustdo ${tool.version}, renderer sha256 ${tool.renderer}`),
    fact('Challenge', run.challenge ?? ''),
  ]
  return {
    facts: facts.filter(({ values }) => values.length > 0),
    engines: record.engines.map(({ name, version, available, because, mend }) => ({
      name,
      version,
      state: available ? 'used' : 'missing',
      cost: because ?? '',
      mend: mend ?? '',
    })),
    endpoints: target.endpoints.map(({ name, kind, url, version, identity }) => ({
      name,
      kind: version ? `${kind} ${version}` : kind,
      url,
      identity: identity ?? 'nobody',
    })),
  }
}
