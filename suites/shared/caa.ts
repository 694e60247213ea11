import type { Lookup } from '../../runner/check.ts'
import type { TlsVerdict } from './tls/rule.ts'

/** What CAA records say of a name: those of its own, or of the nearest name above it that has any (RFC 8659, 3). */
export interface CaaFound {
  readonly says: 'which may issue' | 'nothing of issuing' | 'nothing'
  /** The name whose records count; the name itself where there are none. */
  readonly at: string
  readonly records: readonly string[]
}

/** Reads the answers for a name and those above it, in that order, each of which came. */
export function caaOf(name: string, asked: readonly Pick<Lookup, 'name' | 'answers'>[]): CaaFound {
  const nearest = asked.find(({ answers }) => answers.length > 0)
  if (!nearest) return { says: 'nothing', at: name, records: [] }
  const names = nearest.answers.some(answer => /^\d+ issue(wild)? /.test(answer))
  return { says: names ? 'which may issue' : 'nothing of issuing', at: nearest.name, records: nearest.answers }
}

/** Whether a resolver answered, if only that there is nothing of the kind. */
export const isAnswered = ({ error }: Pick<Lookup, 'error'>): boolean =>
  !error || error.code === 'no-such-record' || error.code === 'no-such-name'

/** The verdict of `mustdo tls`; undefined lookups are those of a name that the public DNS does not have. */
export function caaVerdict(name: string, asked: readonly Omit<Lookup, 'id' | 'key'>[] | undefined): TlsVerdict {
  const rule = { rule: 'dns/caa', requirement: 'SEC-DNS-002', level: 'should', source } as const
  if (!asked)
    return {
      ...rule,
      outcome: 'inapplicable',
      text: `The public DNS has no name ${name}, which CAA records could be of.`,
    }
  const lost = asked.find(answer => !isAnswered(answer))
  if (lost)
    return {
      ...rule,
      outcome: 'cantTell',
      text: `No resolver answered for the CAA records of ${lost.name}; one is named with --resolver.`,
      actual: lost.error?.code ?? '',
    }
  const { says, at, records } = caaOf(name, asked)
  if (says === 'nothing')
    return {
      ...rule,
      outcome: 'failed',
      text: `Neither ${name} nor a domain above it has a CAA record: any authority may issue for it.`,
    }
  return says === 'which may issue'
    ? {
        ...rule,
        outcome: 'passed',
        text: `CAA records of ${at} say which authorities may issue: ${records.join('; ')}.`,
      }
    : {
        ...rule,
        outcome: 'failed',
        text: `The CAA records of ${at} name no authority, so that any may issue for ${name}.`,
        actual: records.join('; '),
      }
}

const source = {
  text: 'NCSC, Using TLS to protect data, CAA (edition of 2017, superseded); RFC 8659, 3',
  url: 'https://www.rfc-editor.org/rfc/rfc8659',
  read: false,
}
