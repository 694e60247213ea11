/**
 * The pages of security say what was recorded, and what was recorded is about the cases that there are now. After a new case:
 * `npm run scoreboard:security -- --write`, or `npm run scoreboard:tls -- --part verdicts --only <id> --write`.
 */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { areas } from '../fixtures/http/cases.ts'
import { cases } from '../fixtures/tls/cases.ts'

interface Answer {
  readonly said?: readonly string[]
  readonly gaveUp?: string
}
interface Servers {
  readonly [id: string]: { readonly [program: string]: Answer }
}
interface Case {
  readonly id: string
  readonly fails: readonly string[]
  readonly advises?: readonly string[]
}
type Slips = (servers: Servers, one: Case) => { missed: readonly string[]; more: readonly string[] }
type Score = (
  cases: readonly Case[],
  servers: Servers,
  name: string,
  plain: readonly string[],
) => { readonly [key: string]: unknown }

// Plain JavaScript without types; the compiler is not to look for any.
const script = (name: string) => import(new URL(name, import.meta.url).href)
const { pages } = (await script('./scoreboard/pages.mjs')) as { pages: (about: object) => Record<string, string> }
const { score, slips } = (await script('./scoreboard/score.mjs')) as { score: Score; slips: Slips }
const serversIn = (folder: string): Servers =>
  JSON.parse(readFileSync(new URL(`./${folder}/recorded.json`, import.meta.url), 'utf8')).servers
const sets: [string, Servers, readonly Case[]][] = [
  ['TLS', serversIn('scoreboard-tls'), cases],
  ['HTTP', serversIn('scoreboard-security'), areas.flatMap(area => area.cases as readonly Case[])],
]

test('The pages are those that the recorded figures give: npm run scoreboard:tls -- --quick --write', () => {
  for (const [name, text] of Object.entries(pages({ areas, cases })))
    expect(readFileSync(new URL(`../docs/${name}`, import.meta.url), 'utf8'), name).toBe(text)
})

test.each(sets)(
  '%s: every case is recorded, and no other; mustdo names all that is wrong and nothing else',
  (_, servers, list) => {
    expect(Object.keys(servers).sort()).toEqual(list.map(({ id }) => id).sort())
    for (const one of list) expect({ id: one.id, ...slips(servers, one) }).toEqual({ id: one.id, missed: [], more: [] })
  },
)

test('What another program says of the plain server too counts for nothing, and giving up is missing', () => {
  const list = [
    { id: 'plain', fails: [] },
    { id: 'odd', fails: [] },
    ...['seen', 'unseen', 'lost'].map(id => ({ id, fails: ['rule'] })),
  ]
  const servers = {
    plain: { other: { said: ['usual'] } },
    odd: { other: { said: ['usual', 'cry'] } },
    seen: { other: { said: ['usual', 'fault'] } },
    unseen: { other: { said: ['usual'] } },
    lost: { other: { gaveUp: 'no end' } },
  }
  expect(score(list, servers, 'other', ['plain'])).toMatchObject({
    planted: 3,
    caught: 1,
    missed: 2,
    sound: 2,
    alarms: 1,
    gaveUp: 1,
  })
})

test('mustdo has caught only what it names whole, and whatever else it names is a false alarm', () => {
  const list = [
    { id: 'half', fails: ['a', 'b'] },
    { id: 'whole', fails: ['a'], advises: ['b'] },
    { id: 'more', fails: ['a'] },
  ]
  const servers = {
    half: { mustdo: { said: ['a'] } },
    whole: { mustdo: { said: ['b', 'a'] } },
    more: { mustdo: { said: ['a', 'c'] } },
  }
  expect(score(list, servers, 'mustdo', [])).toMatchObject({ planted: 3, caught: 2, missed: 1, alarms: 1 })
})
