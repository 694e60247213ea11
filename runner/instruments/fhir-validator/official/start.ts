import { createServer } from 'node:net'
import { delimiter, dirname } from 'node:path'
import type { OfficialAddress } from './official.ts'
import { officialValidator } from './official.ts'
import { CORE, loadedPackages, notInstalled, readLock, validatorPlaces } from './places.ts'
import { ValidatorProcess } from './process.ts'
import { ValidatorTrouble } from './trouble.ts'
import { ukCoreIn } from './uk-core.ts'

export interface OfficialValidator extends OfficialAddress {
  readonly name: string
  /** Ends the process; it would end with this one in any case. */
  close(): Promise<void>
}

export interface StartOptions {
  /** The data folder that `mustdo setup validator` filled. */
  readonly data: string
  /** Path of the java program, 17 or later. */
  readonly java: string
  /** Milliseconds until it has to be ready: 9 s on an idle machine, several times that on a busy one. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

/** Half the memory and half the processor time of Java's own choice. */
const JVM = '-Xmx1g -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dfile.encoding=UTF-8'

/**
 * Starts HL7's validator on a free port of loopback and has it judge a resource known to be wrong, which proves it and warms it.
 * Rejects with ValidatorTrouble, whatever went wrong; no process is left behind then.
 */
export async function startOfficialValidator(options: StartOptions): Promise<OfficialValidator> {
  const missing = notInstalled(options.data)
  if (missing) throw new ValidatorTrouble('not-installed', missing)
  const { stop, address } = await start(options).catch(error => {
    // Another program took the port between our asking and its binding.
    if (/BindException/.test(error.message)) return start(options)
    throw error
  })
  try {
    await prove(address)
  } catch (error) {
    await stop()
    throw error
  }
  return { ...address, name: "HL7's FHIR validator", close: stop }
}

async function start({ data, java, timeoutMs = 180_000, signal }: StartOptions) {
  const places = validatorPlaces(data)
  const lock = readLock()
  const igs = [...loadedPackages(lock), ...ukCoreIn(places.packages)]
  const child = new ValidatorProcess(places.jar)
  const port = await freePort()
  const abort = () => void child.stop()
  signal?.addEventListener('abort', abort, { once: true })
  try {
    // The wrapper starts the java of PATH and passes no options to it; it does so before its first await.
    const starting = withEnvironment(
      { PATH: `${dirname(java)}${delimiter}${process.env['PATH'] ?? ''}`, JDK_JAVA_OPTIONS: JVM },
      () =>
        child.start({
          version: '4.0.1',
          txServer: 'n/a',
          txLog: 'none',
          igs,
          port,
          timeout: timeoutMs,
          autoDownload: false,
          extraArgs: ['-home', places.home],
        }),
    )
    await starting
  } catch (error) {
    const said = child.lastOutput.trim().split('\n').slice(-3).join(' ')
    await child.stop()
    throw new ValidatorTrouble('not-started', `${(error as Error).message.split('\n')[0]} ${said}`.trim())
  } finally {
    signal?.removeEventListener('abort', abort)
  }
  const address: OfficialAddress = { port, version: child.jarVersion() ?? lock.version, packages: [CORE, ...igs] }
  return { address, stop: () => child.stop() }
}

function withEnvironment<T>(wanted: Readonly<Record<string, string>>, work: () => T): T {
  const before = Object.keys(wanted).map(name => [name, process.env[name]] as const)
  Object.assign(process.env, wanted)
  try {
    return work()
  } finally {
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
  }
}

async function prove(address: OfficialAddress): Promise<void> {
  const engine = officialValidator(address)
  try {
    const { issues } = await engine.validate({ resourceType: 'Patient', gender: 'neither', nickname: 'x' })
    const found = (path: string) => issues.some(issue => issue.severity === 'error' && issue.path === path)
    if (!found('Patient.gender') || !found('Patient'))
      throw new ValidatorTrouble('wrong', 'it does not find the faults of a resource known to be wrong')
  } finally {
    await engine.close()
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const at = server.address()
      server.close(() => resolve(typeof at === 'object' && at ? at.port : 0))
    })
  })
