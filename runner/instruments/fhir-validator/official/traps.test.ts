/** Traps of fhir-validator-wrapper 1.4.0, each shown as it comes and as it is here. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import FhirValidator from 'fhir-validator-wrapper'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { watcherOf } from './lifeline.ts'
import { officialValidator } from './official.ts'
import { type OfficialValidator, startOfficialValidator } from './start.ts'
import { canSeeProcesses, data, freePort, isMissing, java, PATIENCE, servingOn, withoutOfficial } from './testing.ts'

const patient = { resourceType: 'Patient', id: 'a', active: true }
const bundle = { resourceType: 'Bundle', type: 'collection' }
const vitalSigns = 'http://hl7.org/fhir/StructureDefinition/vitalsigns'

const listening = async (server: Server, port = 0) => {
  server.listen(port, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  return (server.address() as AddressInfo).port
}
const engineAt = (port: number, ms?: number) => officialValidator({ port, version: '0', packages: [] }, ms)

describe.skipIf(isMissing)(`the wrapper's traps${withoutOfficial}`, () => {
  let official: OfficialValidator
  const wrapper = new FhirValidator('none.jar')
  beforeAll(async () => {
    official = await startOfficialValidator({ data, java, timeoutMs: PATIENCE })
    Object.assign(wrapper, { isReady: true, baseUrl: `http://127.0.0.1:${official.port}` })
  })
  afterAll(() => official?.close())

  test.each([
    ['profiles', { profiles: [vitalSigns] }],
    ['anyExtensionsAllowed', { anyExtensionsAllowed: true }],
    ['bpWarnings', { bpWarnings: 'Ignore' }],
    ['displayOption', { displayOption: 'Ignore' }],
  ])(
    'its option %s is refused by the server, and the refusal looks like an issue of the resource',
    async (name, option) => {
      const outcome = await wrapper.validate(patient, option)
      expect(outcome.issue[0]).toMatchObject({ severity: 'error', details: { text: expect.stringContaining(name) } })
    },
  )

  test('here a profile is named as the server knows it, alone and in a batch', async () => {
    const engine = engineAt(official.port)
    const observation = { resourceType: 'Observation', status: 'final', code: { text: 'x' } }
    const all = [observation, observation, observation].map(one => engine.validate(one, { profile: vitalSigns }))
    for (const { issues } of await Promise.all(all))
      expect(issues.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toContain(
        'Validation_VAL_Profile_Minimum',
      )
    await engine.close()
  })

  test('its loadIG is refused as well; here packages are loaded at the start', async () => {
    const outcome = await wrapper.loadIG('hl7.terminology.r4', '7.0.1')
    expect(outcome).toMatchObject({ issue: [{ severity: 'error' }] })
    expect(official.packages).toContain('hl7.terminology.r4#7.0.1')
    expect(official.digests).toHaveLength(official.packages.length)
    for (const one of official.digests) expect(one).toMatch(/^[\w.-]+#\S+ (sha512-\S{88}|sha256:[0-9a-f]{64})$/)
  })

  test('a validator killed in the middle is started again, once, and everything is answered', async () => {
    const [pid] = canSeeProcesses ? servingOn(official.port) : []
    if (pid === undefined) return
    const engine = engineAt(official.port)
    const entry = Array(200).fill({ resource: patient })
    const running = [engine.validate({ ...bundle, entry }), engine.validate({ ...patient, gender: 'F' })]
    process.kill(pid, 'SIGKILL')
    const [big, wrong] = await Promise.all(running)
    expect(big?.issues.length).toBeGreaterThan(0)
    expect(wrong?.issues.some(({ path }) => path === 'Patient.gender')).toBe(true)

    const [again] = servingOn(official.port)
    expect(again).not.toBe(pid)
    process.kill(again ?? 0, 'SIGKILL')
    await expect(engine.validate(patient)).rejects.toMatchObject({ name: 'ValidatorTrouble', code: 'gone' })
    const began = performance.now()
    await expect(engine.validate(patient)).rejects.toMatchObject({ code: 'gone' })
    expect(performance.now() - began).toBeLessThan(5_000)
    await engine.close()
  }, 400_000)

  test('a foreign server on the port is not taken for ours: another port is', async () => {
    const stranger = createServer((_, response) => response.writeHead(405).end())
    const port = await listening(stranger)
    const ours = await startOfficialValidator({ data, java, timeoutMs: PATIENCE, port })
    expect(ours.port).not.toBe(port)
    await ours.close()
    stranger.close()
  }, 400_000)

  test.skipIf(!canSeeProcesses)('a start that takes too long leaves no process behind', async () => {
    const port = await freePort()
    const starting = startOfficialValidator({ data, java, port, timeoutMs: 700 })
    await expect(starting).rejects.toMatchObject({ name: 'ValidatorTrouble', code: 'not-started' })
    expect(servingOn(port)).toEqual([])
  })

  test.skipIf(!canSeeProcesses)('a stop while it starts leaves no process behind', async () => {
    const port = await freePort()
    const starting = startOfficialValidator({ data, java, timeoutMs: PATIENCE, port, signal: AbortSignal.timeout(500) })
    await expect(starting).rejects.toMatchObject({ name: 'ValidatorTrouble', code: 'not-started' })
    expect(servingOn(port)).toEqual([])
  })

  test('no Java is told at once: no uncaught exception, no wait', async () => {
    const before = process.env['PATH']
    process.env['PATH'] = ''
    const began = performance.now()
    try {
      const starting = startOfficialValidator({ data, java: '/nonexistent/bin/java' })
      await expect(starting).rejects.toMatchObject({ name: 'ValidatorTrouble', code: 'not-started' })
    } finally {
      process.env['PATH'] = before
    }
    expect(performance.now() - began).toBeLessThan(5_000)
  })
})

test('a refusal with status 400 is our trouble, and never an issue of the resource', async () => {
  const issue = [{ severity: 'error', code: 'exception', details: { text: 'Unable to process param x=1' } }]
  const server = createServer((_, response) =>
    response.writeHead(400).end(JSON.stringify({ resourceType: 'OperationOutcome', issue })),
  )
  const engine = engineAt(await listening(server))
  for (const one of await Promise.allSettled([engine.validate(patient), engine.validate(patient)]))
    expect(one).toMatchObject({
      status: 'rejected',
      reason: { code: 'refused', message: expect.stringContaining('Unable to process param') },
    })
  await engine.close()
  server.close()
})

test('a validator that hangs is an error after its time, and is not waited for again and again', async () => {
  const server = createServer(() => undefined)
  const engine = engineAt(await listening(server), 200)
  const began = performance.now()
  const all = await Promise.allSettled(Array.from({ length: 50 }, () => engine.validate(patient)))
  expect(all.every(one => one.status === 'rejected' && one.reason.code === 'timed-out')).toBe(true)
  expect(performance.now() - began).toBeLessThan(5_000)
  await engine.close()
  server.closeAllConnections()
  server.close()
})

test.each([
  [true, 'what others held up is asked again where the validator went'],
  [false, 'what made it hang is not asked again'],
])('after a hanging (held up by others: %s) %s', async (again, _what) => {
  const hanging = createServer(() => undefined)
  const issue = [{ severity: 'information', code: 'informational', details: { text: 'All OK' } }]
  const other = createServer((_, response) => response.end(JSON.stringify({ resourceType: 'OperationOutcome', issue })))
  const [port, ready] = [await listening(hanging), await listening(other)]
  const lifeline = `test-${port}`
  const watcher = watcherOf(lifeline, () => {
    watcher.tell('restarting')
    setTimeout(() => watcher.tell({ ready, again }), 100)
  })
  const engine = officialValidator({ port, lifeline, version: '0', packages: [] }, 200)
  const [first] = await Promise.allSettled([engine.validate(patient)])
  expect(first.status).toBe(again ? 'fulfilled' : 'rejected')
  expect((await engine.validate(patient)).issues).toEqual([])
  await engine.close()
  watcher.close()
  for (const server of [hanging, other]) {
    server.closeAllConnections()
    server.close()
  }
})

test('a stranger on the port is no validator: what it says is an error of ours', async () => {
  const server = createServer((_request, response) => response.end('<html>hello</html>'))
  const engine = engineAt(await listening(server))
  await expect(engine.validate(patient)).rejects.toMatchObject({ name: 'ValidatorTrouble' })
  await engine.close()
  server.close()
})

test('without set-up it is said to be missing, and nothing is started', async () => {
  const starting = startOfficialValidator({ data: '/nonexistent', java: 'java' })
  await expect(starting).rejects.toMatchObject({ code: 'not-installed' })
})
