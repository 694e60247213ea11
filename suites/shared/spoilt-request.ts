/** Requests that are written as they must not be, between two plain ones, and the verdict on their answers. */
import {
  cantTell,
  type Decision,
  type Exchange,
  failed,
  type Http,
  type NotReached,
  noGround,
  type OriginSubject,
  passed,
} from '../../runner/check.ts'

/** Whoever is answered thus was read to the end of the head, and was not blocked. */
const wasRead = (status: number): boolean => status < 400 || [401, 404, 405].includes(status)
const MOST_ADDRESSES = 3

export interface Tried {
  /** The status of the plain request, before and after alike. */
  readonly usual: number
  readonly tried: readonly Exchange[]
}

/** The answers to spoilt requests for the first address whose plain one is answered in order, before and after. */
export async function spoiltRequests(
  http: Http,
  { url: base, samples }: OriginSubject,
  httpVersion: '1.1' | '2',
  spoilt: readonly ((url: string) => Promise<Exchange>)[],
): Promise<Tried | NotReached> {
  const said: string[] = []
  for (const url of [...new Set([base, ...samples])].slice(0, MOST_ADDRESSES)) {
    const plain = async () => (await http.get(url, { httpVersion, fresh: true })).response?.status
    const usual = await plain()
    said.push(String(usual ?? 'no answer'))
    if (usual === undefined || !wasRead(usual)) continue
    const tried: Exchange[] = []
    for (const ask of spoilt) tried.push(await ask(url))
    const after = await plain()
    if (after === usual) return { usual, tried }
    return noGround(`${url} answered ${usual} to a plain request at first, and ${after ?? 'nothing'} afterwards`)
  }
  return noGround(`no plain request to ${base} was answered in order (${said.join(', ')})`, {
    who: 'supplier',
    act: `let this tester ask the origin over HTTP/${httpVersion}, and run again`,
  })
}

const refusedOutright = /^(closed|reset|http2-error)$/

/** Taken where it was answered as the plain request was; a closed connection or an ended stream is a refusal. */
export function spoiltVerdict(
  { request, response, error }: Exchange,
  usual: number,
  { line, expected }: { readonly line: string; readonly expected: string },
): Decision {
  const about = { at: request.url, line, expected }
  if (!response)
    return refusedOutright.test(error?.code ?? '')
      ? passed()
      : cantTell('broke', { ...about, actual: error?.code ?? 'nothing at all' })
  const { status } = response
  if (status === usual || status < 400) return failed('taken', { ...about, actual: String(status) })
  return status === 429 || (status >= 500 && status !== 501)
    ? cantTell('broke', { ...about, actual: String(status) })
    : passed()
}

export const spoiltMessages = {
  taken: '{at} took a request with the line {line} as if nothing were wrong ({actual}).',
  broke: '{at} answered {actual} to a request with the line {line}: it was neither taken nor refused in order.',
}
