import * as dns from 'node:dns'
import type { Lookup } from '../../../reports/record.ts'
import { byCodePoint } from '../../../standards/canonical.ts'

export interface LookupOptions {
  readonly name: string
  readonly type: 'A' | 'AAAA' | 'CAA' | 'TXT' | 'MX' | 'CNAME'
  /** `address` or `address:port` of a DNS server; else the system's. */
  readonly server?: string
  /** For all tries together; 5 s. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

export type RawLookup = Omit<Lookup, 'id' | 'key'>

const words: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no-such-name',
  ENODATA: 'no-such-record',
  ETIMEOUT: 'timeout',
  ECANCELLED: 'timeout',
  ESERVFAIL: 'server-failed',
  EREFUSED: 'refused',
  ECONNREFUSED: 'refused',
  EAI_AGAIN: 'server-failed',
  EFORMERR: 'malformed',
  EBADRESP: 'malformed',
  EBADNAME: 'bad-name',
}

/**
 * One DNS question. Answers are in code-point order, since servers rotate them: `10 mx.example`, `0 issue "ca.example"`,
 * a TXT record's strings joined. Addresses without a named server come the way that connections find them, with the hosts
 * file. Never rejects.
 */
export async function lookup(options: LookupOptions): Promise<RawLookup> {
  const began = Date.now()
  const { name, type, signal } = options
  const timeoutMs = options.timeoutMs ?? 5000
  const base = { kind: 'lookup' as const, at: new Date(began).toISOString(), name, type }
  const resolver = new dns.promises.Resolver({ timeout: Math.ceil(timeoutMs / 2), tries: 2 })
  let end: (error: Error) => void = () => {}
  const ended = new Promise<never>((_, reject) => {
    end = reject
  })
  const fail = (code: string, text: string) => {
    end(Object.assign(new Error(text), { code }))
    resolver.cancel()
  }
  const timer = setTimeout(() => fail('ETIMEOUT', `No answer in ${timeoutMs} ms`), timeoutMs)
  const stop = () => fail('stopped', 'The run was stopped')
  signal?.addEventListener('abort', stop, { once: true })
  try {
    if (signal?.aborted) stop()
    if (options.server !== undefined) resolver.setServers([options.server])
    const asked = ask(resolver, options)
    asked.catch(() => {})
    const answers = await Promise.race([ended, asked])
    return { ...base, ms: Date.now() - began, answers: [...answers].sort(byCodePoint) }
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string }
    const word = code === 'ENOTFOUND' && bySystem(options) ? 'no-such-record' : (words[code] ?? (code || 'failed'))
    return { ...base, ms: Date.now() - began, answers: [], error: { code: word, message } }
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}

/** The system's own lookup does not tell a name without an address of this family from no name at all. */
const bySystem = ({ type, server }: LookupOptions): boolean => server === undefined && (type === 'A' || type === 'AAAA')

async function ask(resolver: dns.promises.Resolver, options: LookupOptions): Promise<string[]> {
  const { name, type } = options
  if (bySystem(options)) {
    const found = await dns.promises.lookup(name, { family: type === 'A' ? 4 : 6, all: true })
    return [...new Set(found.map(({ address }) => address))]
  }
  switch (type) {
    case 'A':
      return resolver.resolve4(name)
    case 'AAAA':
      return resolver.resolve6(name)
    case 'CNAME':
      return resolver.resolveCname(name)
    case 'TXT':
      return (await resolver.resolveTxt(name)).map(strings => strings.join(''))
    case 'MX':
      return (await resolver.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${exchange}`)
    case 'CAA':
      return (await resolver.resolveCaa(name)).map(caaText)
  }
}

function caaText(record: dns.CaaRecord): string {
  const { critical, ...rest } = record
  const [tag, value] = Object.entries(rest).find(([key]) => key !== 'type') ?? ['', '']
  return `${critical} ${tag} "${value}"`
}
