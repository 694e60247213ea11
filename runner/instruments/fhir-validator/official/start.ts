import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import type { FhirPackage } from '../../../packages/package.ts'
import { idOf } from '../../../packages/package.ts'
import { jarDigest, notInstalled, readStamp } from './installed.ts'
import { type News, watcherOf } from './lifeline.ts'
import { officialValidator } from './official.ts'
import { CORE, loadedPackages, packageDigests, readLock, validatorPlaces } from './places.ts'
import { ValidatorProcess } from './process.ts'
import { homeWith } from './stage.ts'
import { relayTo, type TerminologyServer } from './terminology.ts'
import { ValidatorTrouble } from './trouble.ts'
import { ukCoreIn } from './uk-core.ts'

export interface OfficialValidator {
  readonly name: string
  readonly port: number
  /** By which its engines hear of restarts. */
  readonly lifeline: string
  readonly version: string
  /** What it judges by: `name#version`. */
  readonly packages: readonly string[]
  /** The same with the digest of each, for the record. */
  readonly digests: readonly string[]
  /** Ends the process; it would end with this one in any case. */
  close(): Promise<void>
}

export interface StartOptions {
  /** The data folder that `mustdo setup validator` filled. */
  readonly data: string
  /** Path of the java program, 17 or later. */
  readonly java: string
  /** Judged by besides the base and the UK Core package that was set up. */
  readonly packages?: readonly FhirPackage[]
  /** The user's own terminology server; without one, codes of SNOMED CT, LOINC, UCUM … are not evaluated. */
  readonly terminology?: TerminologyServer
  /** The port to listen on; a free one unless told. */
  readonly port?: number
  /** Milliseconds until it has to be ready: 9 s on an idle machine, several times that on a busy one. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  /** The name by which engines hear of restarts; the port unless told. */
  readonly lifeline?: string
  /** Whether other processes use it, and may have kept it busy. */
  readonly crowded?: () => boolean
  readonly onNews?: (news: News) => void
}

/** The first answer takes many times longer than any other, and a machine may be busy. */
const FIRST_ANSWER_MS = 60_000
/** Half the memory and half the processor time of Java's own choice. */
const JVM = '-Xmx1g -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dfile.encoding=UTF-8'
/** How often a validator that died is started again, in all. */
const RESTARTS = 1

/**
 * Starts HL7's validator on a free port of loopback and has it judge a resource known to be wrong, which proves it and warms it. One
 * that dies, or hangs, is started again once, on the same port. Rejects with ValidatorTrouble, whatever went wrong; no process is
 * left behind then.
 */
export async function startOfficialValidator(options: StartOptions): Promise<OfficialValidator> {
  const missing = notInstalled(options.data)
  if (missing) throw new ValidatorTrouble('not-installed', missing)
  const { data, packages: own = [] } = options
  const places = validatorPlaces(data)
  const igs = igsOf(options)
  const home = await homeWith(own, places)
  const relay = options.terminology && (await relayTo(options.terminology))
  const answers = await mkdtemp(join(tmpdir(), 'mustdo-terminology-'))
  const begin = (port: number) =>
    launch({ ...options, jar: places.jar, home: home.home, answers, igs, port, txServer: relay?.url ?? 'n/a' })
  const clear = () => Promise.all([home.remove(), relay?.close(), rm(answers, { recursive: true, force: true })])
  try {
    const first = await begin(options.port ?? (await freePort())).catch(async error => {
      // Another program took the port between our asking and its binding.
      if ((error as ValidatorTrouble).code === 'port-taken') return begin(await freePort())
      throw error
    })
    const lifeline = options.lifeline ?? String(first.port)
    const watched = watch(first, begin, { ...options, lifeline })
    return {
      name: "HL7's FHIR validator",
      port: first.port,
      lifeline,
      version: first.child.jarVersion() ?? readStamp(data).validator,
      packages: [CORE, ...igs],
      digests: await digestsOf(options, [CORE, ...igs]),
      close: async () => {
        await watched.close()
        await clear()
      },
    }
  } catch (error) {
    await clear()
    throw error
  }
}

/** Packages besides the base. A UK Core package of the caller's own takes the place of the one that was set up. */
function igsOf({ data, packages: own = [] }: StartOptions): readonly string[] {
  const { packages } = validatorPlaces(data)
  const ukCore = own.some(({ name }) => name.startsWith('fhir.r4.ukcore')) ? [] : ukCoreIn(packages)
  const all = [...loadedPackages(readLock()), ...ukCore, ...own.map(idOf)]
  return all.filter((id, at) => all.indexOf(id) === at)
}

/** What a validator so started judges by. Rejects with ValidatorTrouble where none is installed. */
export async function judgedBy(
  options: StartOptions,
): Promise<{ packages: readonly string[]; digests: readonly string[] }> {
  const missing = notInstalled(options.data)
  if (missing) throw new ValidatorTrouble('not-installed', missing)
  const packages = [CORE, ...igsOf(options)]
  return { packages, digests: await digestsOf(options, packages) }
}

/** Of these definitions, and of the validator's own jar where it is one of the user's. */
async function digestsOf({ data, packages: own = [] }: StartOptions, ids: readonly string[]) {
  const { packages } = validatorPlaces(data)
  return [...(await packageDigests(readLock(), ids, packages, own)), ...jarDigest(readStamp(data))]
}

interface Launched {
  readonly child: ValidatorProcess
  readonly port: number
}

interface LaunchOptions extends Pick<StartOptions, 'java' | 'timeoutMs' | 'signal'> {
  readonly jar: string
  readonly home: string
  /** Where the process keeps what the terminology server told it. */
  readonly answers: string
  readonly igs: readonly string[]
  readonly port: number
  readonly txServer: string
}

async function launch({ java, timeoutMs = 180_000, signal, ...options }: LaunchOptions): Promise<Launched> {
  const { port } = options
  const child = new ValidatorProcess(options.jar)
  const abort = () => void child.stop()
  signal?.addEventListener('abort', abort, { once: true })
  try {
    // The wrapper starts the java of PATH and passes no options to it; it does so before its first await.
    await withEnvironment(
      { PATH: `${dirname(java)}${delimiter}${process.env['PATH'] ?? ''}`, JDK_JAVA_OPTIONS: JVM },
      () =>
        child.start({
          version: '4.0.1',
          txServer: options.txServer,
          txLog: 'none',
          igs: options.igs,
          port,
          timeout: timeoutMs,
          autoDownload: false,
          extraArgs: ['-home', options.home, '-answers', options.answers],
        }),
    )
    await prove(port)
    return { child, port }
  } catch (error) {
    const said = child.lastOutput.trim().split('\n').slice(-3).join(' ')
    await child.stop()
    if (error instanceof ValidatorTrouble) throw error
    if (/BindException/.test(child.lastOutput)) throw new ValidatorTrouble('port-taken', `port ${port} is taken`)
    throw new ValidatorTrouble('not-started', `${(error as Error).message.split('\n')[0]} ${said}`.trim())
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}

/** Watches over a running validator: what dies is started again so often, on its port, and the engines are told. */
function watch(
  first: Launched,
  begin: (port: number) => Promise<Launched>,
  { lifeline, crowded, onNews }: Pick<StartOptions, 'crowded' | 'onNews'> & { readonly lifeline: string },
): { close(): Promise<void> } {
  let { child } = first
  let left = RESTARTS
  let closing = false
  let again = false
  let restarting: Promise<void> | undefined
  const watcher = watcherOf(lifeline, () => {
    again = crowded?.() ?? false
    void child.stop()
  })
  const tell = (news: News) => {
    watcher.tell(news)
    onNews?.(news)
  }
  const heed = () => child.process?.once('close', () => (restarting = restart()))
  async function restart(): Promise<void> {
    if (closing) return
    if (left-- <= 0) return tell('dead')
    tell('restarting')
    try {
      child = (await begin(first.port)).child
      // Closed while it started: nobody wants it any more.
      if (closing) return await child.stop()
      heed()
      tell({ ready: first.port, again })
      again = false
    } catch {
      tell('dead')
    }
  }
  heed()
  return {
    async close() {
      closing = true
      tell('dead')
      await child.stop()
      await restarting
      watcher.close()
    },
  }
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

/** Only HL7's validator finds these faults, at these places: whoever else listens on the port is not taken for it. */
async function prove(port: number): Promise<void> {
  const engine = officialValidator({ port, version: '', packages: [] }, FIRST_ANSWER_MS)
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
