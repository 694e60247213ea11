import { type Answered, check, type Fact, failed, inapplicable, passed } from '../../../runner/check.ts'
import { askPages } from '../../shared/ask.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'

/** Browsers drop a cookie of more (RFC 6265bis, 5.6). */
const MOST = 4096

/** Name and size of each cookie that an answer sets, in the order of its headers; the size of a value is a fact taken before it was hidden. */
function sizesIn({ response, facts }: Answered): readonly (readonly [name: string, bytes: number])[] {
  const set = response.rawHeaders.filter(([name]) => name.toLowerCase() === 'set-cookie')
  return set.map(([, value], place) => {
    const name = value.split(/[=;]/)[0]?.trim() ?? ''
    const fact = facts.find(({ where }) => where === `response.header.set-cookie[${place}]`)
    return [name, name.length + (fact?.length ?? 0)]
  })
}

/**
 * Name and value of a cookie that a page sets are 4096 bytes at most (ASVS 3.3.5): browsers do not keep a longer one, and what rests on
 * it does not work. What scripts set and was too long is nowhere to be seen.
 */
export default check({
  id: 'cookies/size',
  version: 1,
  title: 'Cookies are small enough for browsers to keep them',
  verifies: { 'SEC-COOK-010': 'all' },
  subjects: ({ sites }) => sites,
  effect: 'browse',
  fix: 'Keep the data on the server and only its key in the cookie.',

  probe: async context => ({ pages: await askPages(context) }),

  judge: ({ pages }, { url }) => {
    const all = pages.flatMap(page => sizesIn(page).map(([name, bytes]) => ({ at: page.request.url, name, bytes })))
    if (all.length === 0) return inapplicable('no-cookie', { at: url })
    const long = all.filter(({ bytes }) => bytes > MOST)
    const said = new Map(long.map(one => [one.name, one]))
    return said.size === 0
      ? passed({ at: url })
      : [...said.values()].map(({ at, name, bytes }) =>
          failed('too-long', { at, name, actual: `${bytes} bytes`, expected: `at most ${MOST} bytes` }),
        )
  },

  messages: {
    'too-long': 'The cookie {name} of {at} has {actual} with its name, and browsers keep {expected}.',
    'no-cookie': 'No page of {at} sets a cookie.',
  },

  examples: [
    set('a session', [32], 'passed'),
    set('as long as may be', [MOST - '__Host-0'.length], 'passed'),
    set('a byte too long', [32, MOST + 1 - '__Host-1'.length], 'failed', 'too-long'),
    set('two of them', [5000, 9000], 'failed', 'too-long', 'too-long'),
    set('none', [], 'inapplicable', 'no-cookie'),
    {
      name: 'a gateway answers',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { pages: [gatewayPage()] },
    },
  ],
})

function set(
  name: string,
  lengths: readonly number[],
  outcome: 'passed' | 'failed' | 'inapplicable',
  ...keys: readonly string[]
) {
  const rawHeaders = lengths.map((_, place) => ['Set-Cookie', `__Host-${place}=«cookie ${place}»; Secure`] as const)
  const facts = lengths.map((length, place): Fact => {
    const placeholder = `«cookie ${place}»`
    return { where: `response.header.set-cookie[${place}]`, placeholder, length, same: placeholder }
  })
  const seen = { pages: [answer(200, {}, '', { rawHeaders, facts })] }
  return { name, from: 'reference supplier, 2026-11-22', outcome, seen, ...(keys.length > 0 && { keys }) }
}
