// The W3C's ACT test cases, served on loopback at the paths that their links name.
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.xml': 'application/xml',
  '.svg': 'image/svg+xml',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
  '.ogg': 'audio/ogg',
  '.vtt': 'text/vtt',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.gif': 'image/gif',
  '.json': 'application/json',
  '.pdf': 'application/pdf',
}

/** The cases with the path each is served at. */
export function casesOf(folder) {
  const { testcases } = JSON.parse(readFileSync(join(folder, 'testcases.json'), 'utf8'))
  return testcases.map(one => ({
    // One page may be a case of several rules.
    id: `${one.ruleId}/${one.testcaseId}`,
    rule: one.ruleId,
    ruleName: one.ruleName,
    title: one.testcaseTitle,
    expected: one.expected,
    approved: one.approved === true,
    path: new URL(one.url).pathname,
    page: one.url,
    criteria: Object.entries(one.ruleAccessibilityRequirements ?? {}).flatMap(([name, requirement]) => {
      const criterion = /^wcag2\d:(\d\.\d+\.\d+)$/.exec(name)?.[1]
      return criterion && requirement.forConformance ? [criterion] : []
    }),
  }))
}

/** Serves the folder; ranges too, without which a browser seeks in no film. */
export function serve(folder) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname)).replace(/^(\.\.[/\\])+/, '')
    const file = join(folder, path.replace(/^[/\\]WAI[/\\]/, ''))
    if (!existsSync(file) || !statSync(file).isFile())
      return response.writeHead(404, { 'content-type': 'text/html' }).end('<title>Not found</title><p>Not found')
    const { size } = statSync(file)
    const type = TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream'
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? []
    if (from === undefined) {
      response.writeHead(200, { 'content-type': type, 'content-length': size, 'accept-ranges': 'bytes' })
      return createReadStream(file).pipe(response)
    }
    const end = to ? Math.min(Number(to), size - 1) : size - 1
    response.writeHead(206, {
      'content-type': type,
      'content-length': end - Number(from) + 1,
      'content-range': `bytes ${from}-${end}/${size}`,
      'accept-ranges': 'bytes',
    })
    createReadStream(file, { start: Number(from), end }).pipe(response)
  })
  return new Promise(done =>
    server.listen(0, '127.0.0.1', () =>
      done({ origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }),
    ),
  )
}
