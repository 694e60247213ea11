import { check, failed, type Lookup, noGround, passed } from '../../../runner/check.ts'
import { looked, lookups, noPublicName, publicNames } from '../../shared/domains.ts'
import { SUPPLIER } from '../../shared/oauth-examples.ts'
import { isNotReached } from '../../shared/refusal.ts'

interface Alias {
  readonly name: string
  readonly target: string
  readonly found: Lookup
}

/**
 * A name that is an alias leads to a name that exists (GOV.UK, keeping your domain name secure, dangling records): whoever registers
 * a target that does not exist takes the name over. An alias to a service that answers for anybody shows only to who owns the account.
 */
export default check({
  id: 'dns/dangling',
  version: 2,
  title: 'No name is an alias of one that does not exist',
  verifies: { 'SEC-DNS-004': 'part' },
  subjects: ({ product }) => product,
  effect: 'read',
  fix: 'Delete the CNAME, or claim the service that it leads to.',
  probe: async ({ dns, landscape }) => {
    const names = publicNames(landscape)
    if (names.length === 0) return noPublicName
    const asked = await lookups(
      dns,
      names.map(name => ({ name, type: 'CNAME' })),
    )
    if (isNotReached(asked)) return asked
    const aliases: Alias[] = []
    for (const { name, answers } of asked) {
      const [target] = answers
      if (!target) continue
      // Of a name that does not exist, no type of record is there; the system's own way to addresses does not tell the two apart.
      const found = await lookups(dns, [{ name: target, type: 'TXT' }])
      if (isNotReached(found)) return found
      if (found[0]) aliases.push({ name, target, found: found[0] })
    }
    return { names, aliases }
  },
  judge: ({ names, aliases }) => {
    const lost = aliases.filter(({ found }) => found.error?.code === 'no-such-name')
    if (lost.length === 0) return passed({ at: names[0] ?? '' })
    return lost.map(({ name, target }) =>
      failed('dangling', { at: name, expected: 'a name that exists', actual: target }),
    )
  },
  messages: {
    dangling: '{at} is an alias of {actual}, which does not exist: whoever registers it takes the name over.',
  },
  examples: [
    alias('no alias', [], 'passed'),
    alias('an alias that leads somewhere', [['sites.b.example', 'no-such-record']], 'passed'),
    alias('an alias with words of its own', [['sites.b.example', ['v=spf1 -all']]], 'passed'),
    alias('an alias of nothing', [['gone.b.example', 'no-such-name']], 'failed', 'dangling'),
    { name: 'on loopback', from: SUPPLIER, outcome: 'inapplicable', seen: noPublicName },
    { name: 'no resolver', from: SUPPLIER, outcome: 'cantTell', seen: noGround('no resolver answered') },
  ],
})

function alias(
  name: string,
  leads: readonly (readonly [string, readonly string[] | string])[],
  outcome: 'passed' | 'failed',
  ...keys: readonly string[]
) {
  const aliases = leads.map(([target, answers]) => ({
    name: 'www.a.example',
    target,
    found: looked(target, 'TXT', answers),
  }))
  return {
    name,
    from: SUPPLIER,
    outcome,
    seen: { names: ['www.a.example'], aliases },
    ...(keys.length > 0 && { keys }),
  }
}
