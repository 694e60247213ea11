/** A reviewer asks again what somebody who had signed in was answered, with credentials of his own. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Exchange, RunRecord } from '../../reports/record.ts'
import { sampleOf } from '../../reports/review/spot-check.ts'
import { assertion, exchange, record } from '../../reports/testing/parts.ts'
import { temporaryFolder } from '../commands/testing.ts'
import { type HttpsTarget, startHttpsTarget } from '../engine/testing/https-target.ts'
import { loadTarget } from '../target/load.ts'
import type { Target } from '../target/model.ts'
import { askAgain } from './spot-check.ts'

const folder = temporaryFolder()
const asked: { url?: string | undefined; authorization?: string | undefined; role?: string | string[] | undefined }[] =
  []
let target: HttpsTarget

beforeAll(async () => {
  target = await startHttpsTarget(({ url, method, headers }, response) => {
    asked.push({ url, authorization: headers.authorization, role: headers['x-role'] })
    if (method === 'POST') {
      response.writeHead(200, { 'content-type': 'application/json' })
      return response.end('{"access_token":"Minted-for-the-reviewer","token_type":"Bearer","expires_in":300}')
    }
    const known = /^Bearer (Reviewers-own-token|Minted-for-the-reviewer)$/.test(headers.authorization ?? '')
    response.writeHead(known ? 200 : 401, { 'content-type': 'application/fhir+json' })
    return response.end(known ? `{"resourceType":"Patient","said":"${headers.authorization}"}` : '{}')
  })
  writeFileSync(join(folder, 'ca.pem'), target.ca)
})
afterAll(() => target.close())

const reviewer = (identities: string) => {
  const file = join(folder, 'reviewer.yaml')
  writeFileSync(
    file,
    `supplier: A reviewer
product: { name: EPR, version: "1" }
environment: sandbox
packs: [epr]
ca: ca.pem
endpoints: [{ name: main, kind: fhir, url: "${target.origin}/r4" }]
identities:\n${identities}`,
  )
  return loadTarget(file, {
    env: { REVIEWER_TOKEN: 'Reviewers-own-token', REVIEWER_SECRET: 'Secret-of-the-reviewer' },
  })
}
// biome-ignore-start lint/suspicious/noTemplateCurlyInString: the target file's own notation
const bearer = '  - { name: clinician, auth: bearer, token: "${env:REVIEWER_TOKEN}", endpoints: [main] }\n'
const client = () =>
  `  - { name: clinician, auth: client-secret, clientId: r, clientSecret: "\${env:REVIEWER_SECRET}", tokenUrl: "${target.origin}/token", endpoints: [main] }\n`
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: the target file's own notation

const withHeaders = (headers: Exchange['request']['headers'], as: string | null = 'clinician'): RunRecord => {
  const seen = exchange('o1', `${target.origin}/r4/Patient/1`, 200, '{"resourceType":"Patient"}', {
    request: { headers: { accept: 'application/fhir+json', ...headers }, as },
  })
  const one = assertion('a1', 'a/check', { outcome: 'passed', observations: ['o1'] })
  return record({ observations: [seen], assertions: [one] })
}
const authorised = () => withHeaders({ authorization: 'Bearer «clinician access token 1»', 'x-role': 'nurse' })
const choice = (identities?: readonly string[]) => ({
  origins: [target.origin],
  size: 5,
  seed: 's',
  ...(identities && { identities }),
})
const askedBy = async (as: Target, problems: string[] = []) => {
  asked.length = 0
  const whole = authorised()
  const answers = await askAgain(whole, sampleOf(whole, choice(['clinician'])), {
    reviewer: as,
    signal: new AbortController().signal,
    onProblem: problem => problems.push(problem),
  })
  return answers.get('o1')
}

test('reads of an identity are in the sample only for a reviewer who has credentials for it', () => {
  const eligible = (seen: RunRecord, identities?: readonly string[]) => sampleOf(seen, choice(identities)).eligible
  expect(eligible(authorised())).toBe(0)
  expect(eligible(authorised(), ['somebody'])).toBe(0)
  expect(eligible(authorised(), ['clinician'])).toBe(1)
  expect(eligible(withHeaders({}, null))).toBe(1)
})

test('a read with spoilt or made-up credentials, or in a session of the supplier, is never asked again', () => {
  for (const headers of [
    { authorization: 'Bearer «clinician spoilt token 1»' },
    { authorization: 'Bearer mustdo-garbage-token' },
    { 'x-api-key': 'mustdo-garbage-key' },
    { cookie: 'session=«clinician session 1»' },
  ])
    expect(sampleOf(withHeaders(headers), choice(['clinician'])).eligible).toBe(0)
})

test('what is asked carries the reviewer’s token and none of the supplier’s, and the answer is kept without it', async () => {
  const answer = await askedBy(reviewer(bearer))
  expect(asked).toEqual([{ url: '/r4/Patient/1', authorization: 'Bearer Reviewers-own-token', role: 'nurse' }])
  expect(answer).toMatchObject({ id: 'so1', response: { status: 200 }, request: { as: 'clinician' } })
  expect(JSON.stringify(answer)).not.toContain('Reviewers-own-token')
})

test('a client of the reviewer’s gets its token first, and it is redacted too', async () => {
  const answer = await askedBy(reviewer(client()))
  expect(asked.map(({ url }) => url)).toEqual(['/token', '/r4/Patient/1'])
  expect(answer?.response?.status).toBe(200)
  expect(JSON.stringify(answer)).not.toContain('Minted-for-the-reviewer')
})

test('an identity whose credentials may not go there is not asked for, and the reviewer is told why', async () => {
  const problems: string[] = []
  asked.length = 0
  const own = reviewer(bearer)
  const bound = { ...own, identities: own.identities.map(one => ({ ...one, origins: [] })) }
  const answer = await askedBy(bound, problems)
  expect(asked).toEqual([])
  expect(answer?.error?.code).toBe('no-credentials')
  expect(problems).toEqual([expect.stringMatching(/credentials of "clinician" may not go to/)])
})
