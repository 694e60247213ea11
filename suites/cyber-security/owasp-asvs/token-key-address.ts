import { check, failed, noData, noGround, notApplicable, passed } from '../../../runner/check.ts'
import { FETCH, heardAt } from '../../shared/canary-examples.ts'
import { gatewayPage } from '../../shared/examples.ts'
import { givenOut, refusedWith, SUPPLIER } from '../../shared/oauth-examples.ts'
import { cannotBeMade, isNotReached, protectedAddress, refusalsOf } from '../../shared/refusal.ts'
import { broke, refusedVerdict } from '../../shared/refused-verdict.ts'

const NEEDED =
  'a canary in the target file: a listener of this machine, and the address by which the product reaches it'
/** A product that fetches in the background is given so long. */
const BACKGROUND_MS = 500

/**
 * A token whose header names the address of a key (jku, x5u) makes the server fetch nothing from an address that nobody allowed, and
 * opens nothing (OWASP ASVS 5.0, 9.1.3; RFC 8725, 3.10). The address is a listener of ours, where the key really lies; a fetch fails
 * even where the token is refused, since the server calls whatever address a stranger writes into a token.
 */
export default check({
  id: 'api/token-key-address',
  version: 1,
  title: 'No key is fetched from an address in a token',
  verifies: { 'SEC-API-004': 'part' },
  subjects: ({ fhir }) => fhir,
  needs: ['identity'],
  effect: 'intrusive',
  fix: 'Fetch keys from the address that you configured for the issuer, or from a list of allowed ones; ignore jku and x5u otherwise.',
  probe: async ({ http, subject, canary, nonce, pause }) => {
    const address = protectedAddress(subject)
    if (typeof address !== 'string') return address
    const ready = await canary.ready()
    if (!ready.open) return noData(`${NEEDED} (${ready.because})`)
    const forged = (['jku', 'x5u'] as const).map(credentials => ({ credentials, word: nonce() }))
    const bads = forged.map(({ credentials, word }) => ({ as: subject.identity, credentials, canary: word }))
    const refused = await refusalsOf(http, address, subject.identity, bads)
    if (isNotReached(refused)) return refused
    const sent = forged.filter((_, i) => refused[i] && !cannotBeMade(refused[i]))
    if (sent.length === 0) return notApplicable('The access token is no JWT, so it names no key.')
    await pause(BACKGROUND_MS)
    const heard = []
    for (const { word } of sent) heard.push(await canary.heard(word))
    return { answers: refused.filter(answer => !cannotBeMade(answer)), heard }
  },
  judge: ({ answers, heard }, { url }) => [
    ...answers.map(answer => refusedVerdict(answer)),
    ...heard.map(({ value: { address, asks } }) => {
      const [first] = asks
      const expected = 'no request'
      if (!first) return passed({ at: url, expected })
      const actual = `${first.method} ${address} by "${first.agent}", ${first.at}`
      return failed('fetched', { at: url, expected, actual })
    }),
  ],
  messages: {
    'let-in': 'A token signed by a key of our own, whose address its header names, was believed at {at} ({actual}).',
    fetched: 'The server behind {at} fetched an address that a forged token named: {actual}.',
    broke,
  },
  examples: [
    {
      name: 'refused, and nothing fetched',
      from: SUPPLIER,
      outcome: 'passed',
      seen: { answers: [refusedWith(401), refusedWith(401)], heard: [heardAt(), heardAt()] },
    },
    {
      name: 'refused, yet fetched',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['passed', 'fetched'],
      seen: { answers: [refusedWith(401)], heard: [heardAt(FETCH)] },
    },
    {
      name: 'let in',
      from: SUPPLIER,
      outcome: 'failed',
      keys: ['let-in', 'fetched'],
      seen: { answers: [givenOut()], heard: [heardAt(FETCH)] },
    },
    {
      name: 'falls over',
      from: SUPPLIER,
      outcome: 'cantTell',
      keys: ['broke', 'passed'],
      seen: { answers: [refusedWith(500)], heard: [heardAt()] },
    },
    { name: 'no canary', from: SUPPLIER, outcome: 'untested', seen: noData(NEEDED) },
    {
      name: 'opaque tokens',
      from: SUPPLIER,
      outcome: 'inapplicable',
      seen: notApplicable('The access token is no JWT.'),
    },
    { name: 'the control fails', from: SUPPLIER, outcome: 'cantTell', seen: noGround('nobody gets in') },
    {
      name: 'a rate limit',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { answers: [gatewayPage()], heard: [heardAt()] },
    },
  ],
})
