/** A terminology server of the user's own: asked through our door, and nobody else is. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ValidatorEngine } from '../engine.ts'
import { officialValidator } from './official.ts'
import { type OfficialValidator, startOfficialValidator } from './start.ts'
import { relayTo } from './terminology.ts'
import { data, isMissing, java, PATIENCE, withoutOfficial } from './testing.ts'

const SNOMED = 'http://snomed.info/sct'
const known = '38341003'

interface Parameter {
  readonly name: string
  readonly valueCode?: string
  readonly valueCoding?: { readonly code: string }
  readonly valueCodeableConcept?: { readonly coding: readonly { readonly code: string }[] }
}

const capabilities = {
  resourceType: 'CapabilityStatement',
  status: 'active',
  date: '2026-11-22',
  kind: 'instance',
  fhirVersion: '4.0.1',
  format: ['json'],
  software: { name: 'A terminology server for tests', version: '1' },
  rest: [{ mode: 'server' }],
}
const terminology = {
  resourceType: 'TerminologyCapabilities',
  status: 'active',
  date: '2026-11-22',
  kind: 'instance',
  codeSystem: [{ uri: SNOMED, version: [{ code: 'http://snomed.info/sct/83821000000107' }] }],
}

/** As servers of HL7's kind explain themselves. */
const refusal = (text: string) => [
  { name: 'message', valueString: text },
  {
    name: 'issues',
    resource: {
      resourceType: 'OperationOutcome',
      issue: [
        {
          severity: 'error',
          code: 'code-invalid',
          details: {
            coding: [{ system: 'http://hl7.org/fhir/tools/CodeSystem/tx-issue-type', code: 'invalid-code' }],
            text,
          },
          location: ['Coding.code'],
          expression: ['Coding.code'],
        },
      ],
    },
  },
]

/** Knows one code of SNOMED CT. */
function answerTo(url: string, body: string): unknown {
  if (url.startsWith('/metadata')) return url.includes('mode=terminology') ? terminology : capabilities
  if (!url.includes('$validate-code')) return undefined
  const { parameter = [] } = JSON.parse(body || '{}') as { parameter?: readonly Parameter[] }
  const code = parameter
    .map(
      one =>
        one.valueCoding?.code ??
        one.valueCodeableConcept?.coding[0]?.code ??
        (one.name === 'code' ? one.valueCode : undefined),
    )
    .find(one => one !== undefined)
  const result = code === known
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'result', valueBoolean: result },
      { name: 'system', valueUri: SNOMED },
      { name: 'code', valueCode: code },
      ...(result
        ? [{ name: 'display', valueString: 'Hypertensive disorder' }]
        : refusal(`Unknown code '${code}' in the CodeSystem '${SNOMED}'`)),
    ],
  }
}

const asked: string[] = []
function terminologyServer(): Server {
  return createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const url = request.url ?? ''
    asked.push(`${request.method} ${url}`)
    const answer = answerTo(url, Buffer.concat(chunks).toString('utf8'))
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/fhir+json' })
    response.end(JSON.stringify(answer ?? { resourceType: 'OperationOutcome', issue: [] }))
  })
}

const listening = async (server: Server) => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('the door passes questions on under the base address, and a server that is gone is a 502', async () => {
  const server = terminologyServer()
  const url = await listening(server)
  const door = await relayTo({ url: `${url}/` })
  expect(await (await fetch(`${door.url}/metadata`)).json()).toMatchObject({ resourceType: 'CapabilityStatement' })
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
  expect((await fetch(`${door.url}/metadata`)).status).toBe(502)
  await door.close()
})

describe.skipIf(isMissing)(`HL7's validator with a terminology server${withoutOfficial}`, () => {
  const server = terminologyServer()
  let validator: OfficialValidator
  let engine: ValidatorEngine
  beforeAll(async () => {
    validator = await startOfficialValidator({
      data,
      java,
      timeoutMs: PATIENCE,
      terminology: { url: await listening(server) },
    })
    engine = officialValidator(validator)
  })
  afterAll(async () => {
    await engine?.close()
    await validator?.close()
    server.closeAllConnections()
    server.close()
  })
  const condition = (code: string) => ({
    resourceType: 'Condition',
    subject: { reference: 'Patient/a' },
    code: { coding: [{ system: SNOMED, code }] },
  })

  test('codes are judged by it: a known one passes, an unknown one does not, and neither is not evaluated', async () => {
    const good = await engine.validate(condition(known))
    const wrong = await engine.validate(condition('999'))
    expect(asked.some(line => line.includes('$validate-code'))).toBe(true)
    expect(good.issues.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(good.notEvaluated).toEqual(['targets of references'])
    const said = wrong.issues.filter(({ path }) => path.startsWith('Condition.code'))
    expect(said.map(({ message }) => message).join(' '), JSON.stringify(wrong)).toContain("Unknown code '999'")
  })
})
