import { check, type Exchange, noData, noGround } from '../../../runner/check.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { givenOut, refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { broke, refusedVerdict } from '../../shared/refused-verdict.ts'

/** What only administrators may open, as the target file says, is refused to another role, while an administrator opens it before and after (OWASP ASVS 5.0, 8.2.1). */
export default check({
  id: 'api/administrators',
  version: 1,
  title: 'Functions of administrators are closed to ordinary users',
  verifies: { 'SEC-API-010': 'all' },
  subjects: ({ product }) => product,
  needs: ['identity'],
  effect: 'authenticated-read',
  fix: 'Check the role on the server for every administrative address, reads included.',
  probe: async ({ http, landscape: { facts } }) => {
    const restricted = (facts.restricted ?? []).flatMap(({ url, identity }) => (identity ? [{ url, identity }] : []))
    if (restricted.length === 0)
      return noData('restricted: the addresses that only administrators may open, at an endpoint whose identity is one')
    const admins = new Set(restricted.map(({ identity }) => identity))
    const ordinary = facts.identities.find(({ name, role }) => role !== undefined && !admins.has(name))
    if (!ordinary) return noData('an identity with another role than the administrator')
    const answers: Exchange[] = []
    for (const { url, identity } of restricted) {
      const opens = async () => (await http.get(url, { as: identity, fresh: true })).response?.status === 200
      const before = await opens()
      const refused = await http.get(url, { as: ordinary.name, fresh: true })
      if (!before || !(await opens()))
        return noGround(
          `${url} does not open for the administrator ${identity}, so that refusing others shows nothing`,
          {
            who: 'supplier',
            act: `name under restricted addresses that ${identity} opens with GET, and run again`,
          },
        )
      answers.push(refused)
    }
    return { answers }
  },
  judge: ({ answers }) => answers.map(answer => refusedVerdict(answer)),
  messages: { 'let-in': '{at} is for administrators alone and opened for an ordinary user ({actual}).', broke },
  examples: [
    { name: 'refused', from: SUPPLIER, outcome: 'passed', seen: { answers: [refusedWith(403)] } },
    { name: 'hidden', from: SUPPLIER, outcome: 'passed', seen: { answers: [refusedWith(404)] } },
    { name: 'open', from: SUPPLIER, outcome: 'failed', keys: ['let-in'], seen: { answers: [givenOut()] } },
    { name: 'falls over', from: SUPPLIER, outcome: 'cantTell', keys: ['broke'], seen: { answers: [refusedWith(500)] } },
    { name: 'nothing named', from: SUPPLIER, outcome: 'untested', seen: noData('restricted') },
    { name: 'the administrator is refused', from: SUPPLIER, outcome: 'cantTell', seen: noGround('it does not open') },
    { name: 'a rate limit', from: 'nginx 1.22, 2026-11-22', outcome: 'cantTell', seen: { answers: [gatewayPage()] } },
  ],
})
