import {
  type Answered,
  cantTell,
  check,
  type Exchange,
  type Fact,
  failed,
  inapplicable,
  noData,
  noGround,
  passed,
} from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { SUPPLIER } from '../../shared/oauth-examples.ts'
import { isNotReached } from '../../shared/refusal.ts'
import { bitsIn, cookiesGiven } from '../../shared/session-cookies.ts'
import { signedIn } from '../../shared/signed-in.ts'
import { websites, webUserOf } from '../../shared/web-user.ts'

const SESSIONS = 3
/** What the clause asks for; and what no number of 128 bits falls short of in three samples, however it is written. */
const [ASKED, CERTAINLY_LESS] = [128, 120]
/** Of ids of 128 random bits, two in a thousand billion pairs differ in characters that hold less than this. */
const CERTAINLY_ALIKE = 64

/** What is longer and the same each time may be signed content of its own, which the clause does not speak of. */
const LONGEST_ID = 256

const longest = (facts: readonly Fact[]) => Math.max(...facts.map(fact => bitsIn(fact)))
const sum = (numbers: readonly number[]) => Math.floor(numbers.reduce((a, b) => a + b, 0))

/**
 * Ids of sessions are unique and long enough (OWASP ASVS 5.0, 7.2.3, for reference tokens). The same user signs in three times; all
 * cookies that differ from session to session are taken together, so that none has to be guessed to be the id. Fails what is
 * certain: all of them equal, too short for 120 bits in any sample, or differing in a few characters only, as counters and clocks
 * do. That long, different values come from a secure generator, nobody outside can see.
 */
export default check({
  id: 'sessions/ids',
  version: 2,
  title: 'Session ids are unique, long and not counted up',
  verifies: { 'SEC-COOK-013': 'part' },
  subjects: websites,
  effect: 'authenticated-read',
  fix: 'Make session ids of 16 bytes or more from the secure generator of the platform, a new one for each session.',

  probe: async ({ http, web, landscape, subject }) => {
    const user = webUserOf(landscape, subject)
    if (isNotReached(user)) return user
    const signIns: (readonly Exchange[])[] = []
    for (let i = 0; i < SESSIONS; i++) {
      const begun = await signedIn({ http, web }, user)
      if (isNotReached(begun)) return begun
      signIns.push(begun.session.steps)
      await begun.session.signOut()
    }
    return { signIns }
  },

  judge: ({ signIns }, { url }) => {
    const sessions = signIns.map(cookiesGiven)
    const names = [...new Set(sessions.flatMap(one => [...one.keys()]))]
    const valuesOf = (name: string): readonly Fact[] => sessions.flatMap(one => one.get(name) ?? [])
    if (names.length === 0) return cantTell('no-cookies', { at: url })
    const same = (facts: readonly Fact[]) => new Set(facts.map(one => one.same)).size < facts.length
    const own = names.filter(name => !same(valuesOf(name)))
    const at = signIns[0]?.at(-1)?.request.url ?? url
    const expected = `an id of ${ASKED} random bits or more for each session`
    if (own.length === 0) {
      const [said, bits] = [{ at, expected, actual: names.join(', ') }, sum(names.map(name => longest(valuesOf(name))))]
      // A language or a consent that is set anew at each sign-in is no id; where the session is kept cannot be seen then.
      if (bits < CERTAINLY_ALIKE) return cantTell('no-id', said)
      return bits > LONGEST_ID ? cantTell('content', said) : failed('repeated', said)
    }
    if (own.some(name => valuesOf(name).some(({ jwt }) => jwt))) return inapplicable('self-contained', { at })
    const most = (measure: (fact: Fact) => number) => sum(own.map(name => Math.max(...valuesOf(name).map(measure))))
    const bits = most(fact => bitsIn(fact))
    const said = { at, expected, actual: `${bits}`, cookies: own.join(', ') }
    if (bits < CERTAINLY_LESS) return failed('short', said)
    // A cookie that another session did not have differs from it as a whole.
    const apart = most(fact => (fact.changed === undefined ? 0 : bitsIn(fact, fact.changed)))
    const compared = own.some(name => valuesOf(name).some(({ changed }) => changed !== undefined))
    if (compared && apart < CERTAINLY_ALIKE) return failed('alike', { ...said, actual: `${apart}` })
    return bits < ASKED ? cantTell('close', said) : passed({ at })
  },

  messages: {
    repeated: 'Two sign-ins at {at} were given the same cookies ({actual}).',
    content:
      'Two sign-ins at {at} were given the same long cookies ({actual}): an id that is fixed, or signed content; which of them, their maker knows.',
    'no-id':
      'Two sign-ins at {at} were given the same cookies ({actual}), too short to be ids of sessions; where the session is kept cannot be seen.',
    short: 'The cookies of a session ({cookies}) hold at most {actual} bits at {at}.',
    alike:
      'The cookies of sessions that follow each other ({cookies}) differ in few characters at {at}, of {actual} bits at most: who has one can guess the next.',
    close:
      'The cookies of a session ({cookies}) hold at most {actual} bits at {at}; whether an id of 128 bits is written so, its maker knows.',
    'no-cookies': 'No answer of the sign-ins at {at} set a cookie; where the session is kept cannot be seen.',
    'self-contained': 'The session at {at} is a signed token that carries its own content, not an id of it.',
  },

  examples: [
    given('24 random bytes', [{ length: 32, bits: 192, changed: 31 }], 'passed'),
    given('a number of 128 bits in hex', [{ length: 32, bits: 128, changed: 29 }], 'passed'),
    given(
      'a theme for all and an id',
      [
        { name: 'theme', length: 4, bits: 23, same: 'dark' },
        { length: 32, bits: 192, changed: 30 },
      ],
      'passed',
    ),
    given('the same each time', [{ length: 32, bits: 192, same: 'fixed', changed: 0 }], 'failed', 'repeated'),
    given('the same language each time', [{ length: 2, bits: 11, same: 'en' }], 'cantTell', 'no-id'),
    given('the same content each time', [{ length: 47, bits: 282, same: 'fixed' }], 'cantTell', 'content'),
    given('16 hexadecimal digits', [{ length: 16, bits: 64, changed: 15 }], 'failed', 'short'),
    given('a time in milliseconds', [{ length: 13, bits: 43, changed: 4 }], 'failed', 'short'),
    given('counted up', [{ length: 40, bits: 132, changed: 1 }], 'failed', 'alike'),
    given('a UUID of the clock', [{ length: 36, bits: 216, changed: 5 }], 'failed', 'alike'),
    given('31 hexadecimal digits', [{ length: 31, bits: 124, changed: 28 }], 'cantTell', 'close'),
    given('kept elsewhere', [], 'cantTell', 'no-cookies'),
    given('a JWT', [{ length: 300, bits: 1800, changed: 90, jwt: true }], 'inapplicable', 'self-contained'),
    { name: 'no user', from: SUPPLIER, outcome: 'untested', seen: noData('an identity with auth form') },
    { name: 'a public page', from: SUPPLIER, outcome: 'cantTell', seen: noGround('it opens for nobody too') },
    { name: 'a rate limit', from: SUPPLIER, outcome: 'cantTell', seen: { signIns: [[gatewayPage()]] } },
  ],
})

interface Given {
  readonly name?: string
  readonly length: number
  readonly bits: number
  readonly same?: string
  readonly changed?: number
  readonly jwt?: boolean
}

function given(
  name: string,
  cookies: readonly Given[],
  outcome: 'passed' | 'failed' | 'cantTell' | 'inapplicable',
  key?: string,
) {
  const signIn = (nth: number): readonly Answered[] => {
    const facts = cookies.map(({ length, bits, same, changed, jwt }, i): Fact => {
      const placeholder = same ?? `«cookie ${nth}.${i}»`
      return {
        where: `response.header.set-cookie[${i}]`,
        placeholder,
        length,
        same: placeholder,
        bitsOfEntropy: bits,
        ...(nth > 0 && changed !== undefined && { changed }),
        ...(jwt && { jwt: { header: {}, claims: {} } }),
      }
    })
    const rawHeaders = cookies.map((one, i) => ['Set-Cookie', `${one.name ?? 'id'}=${facts[i]?.placeholder}`] as const)
    return [answer(303, {}, '', { facts, rawHeaders, url: 'https://product.example/sign-in' })]
  }
  return { name, from: SUPPLIER, outcome, seen: { signIns: [0, 1, 2].map(signIn) }, ...(key && { keys: [key] }) }
}
