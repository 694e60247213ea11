import { check, failed, noGround, passed } from '../../../runner/check.ts'
import { caaOf } from '../../shared/caa.ts'
import { looked, lookups, noPublicName, publicNames } from '../../shared/domains.ts'
import { SUPPLIER } from '../../shared/oauth-examples.ts'
import { upwards } from '../../shared/public-name.ts'
import { isNotReached } from '../../shared/refusal.ts'

/** CAA records of a name, or of the nearest one above it that has any, say which authorities may issue (NCSC, using TLS; RFC 8659, 3). */
export default check({
  id: 'dns/caa',
  version: 2,
  title: 'CAA records say which authorities may issue certificates',
  verifies: { 'SEC-DNS-002': 'all' },
  subjects: ({ product }) => product,
  effect: 'read',
  fix: 'Add CAA records with `issue` (and `issuewild`) for each authority you use, and none other.',
  probe: async ({ dns, landscape }) => {
    const names = publicNames(landscape)
    if (names.length === 0) return noPublicName
    const found = []
    for (const name of names) {
      const asked = await lookups(
        dns,
        upwards(name).map(above => ({ name: above, type: 'CAA' })),
      )
      if (isNotReached(asked)) return asked
      found.push({ name, asked })
    }
    return { found }
  },
  judge: ({ found }) =>
    found.map(({ name, asked }) => {
      const { says, at, records } = caaOf(name, asked)
      const said = { at, name, expected: 'issue or issuewild' }
      if (says === 'nothing') return failed('no-caa', { ...said, actual: 'no CAA record' })
      return says === 'which may issue'
        ? passed(said)
        : failed('any-authority', { ...said, actual: records.join('; ') })
    }),
  messages: {
    'no-caa': 'Neither {name} nor a domain above it has a CAA record: any authority may issue for it.',
    'any-authority': 'The CAA records of {at} name no authority, so that any may issue for {name} ({actual}).',
  },
  examples: [
    caa(
      'of its own',
      [
        ['www.a.example', ['0 issue "ca.example"']],
        ['a.example', 'no-such-record'],
      ],
      'passed',
    ),
    caa(
      'of the domain above',
      [
        ['www.a.example', 'no-such-record'],
        ['a.example', ['0 issue ";"']],
      ],
      'passed',
    ),
    caa(
      'none',
      [
        ['www.a.example', 'no-such-name'],
        ['a.example', 'no-such-record'],
      ],
      'failed',
      'no-caa',
    ),
    caa('only where to complain', [['a.example', ['0 iodef "mailto:a@a.example"']]], 'failed', 'any-authority'),
    { name: 'on loopback', from: SUPPLIER, outcome: 'inapplicable', seen: noPublicName },
    { name: 'no resolver', from: SUPPLIER, outcome: 'cantTell', seen: noGround('no resolver answered') },
  ],
})

function caa(
  name: string,
  records: readonly (readonly [string, readonly string[] | string])[],
  outcome: 'passed' | 'failed',
  ...keys: readonly string[]
) {
  const asked = records.map(([of, answers]) => looked(of, 'CAA', answers))
  const seen = { found: [{ name: records[0]?.[0] ?? '', asked }] }
  return { name, from: SUPPLIER, outcome, seen, ...(keys.length > 0 && { keys }) }
}
