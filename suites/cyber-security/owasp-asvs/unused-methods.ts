import { type Answered, check, type Decision, failed, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'

const suspicious = [
  'TRACE',
  'TRACK',
  'CONNECT',
  'DEBUG',
  'PROPFIND',
  'PROPPATCH',
  'MKCOL',
  'COPY',
  'MOVE',
  'LOCK',
  'UNLOCK',
]

function announced({ request, response }: Answered): Decision {
  const allow = `${response.headers['allow'] ?? ''},${response.headers['access-control-allow-methods'] ?? ''}`
  const found = allow
    .split(',')
    .map(name => name.trim())
    .filter(name => suspicious.includes(name))
  const at = request.url
  return found.length > 0
    ? failed('announced', { at, expected: 'methods that the API uses', actual: found.join(', ') })
    : passed({ at })
}

/**
 * Methods that neither pages nor FHIR use are refused (ASVS 4.1.4): WebDAV's PROPFIND, which only reads, is asked and must not be
 * answered with success, and OPTIONS must not announce such methods. That an unknown resource is 404 is as good as 405.
 */
export default check({
  id: 'methods/unused',
  version: 1,
  title: 'Methods that are not used are refused',
  verifies: { 'SEC-INF-002': 'all' },
  subjects: ({ origins }) => origins,
  effect: 'read',
  fix: 'Answer 405 to methods that no route uses, and leave them out of Allow.',

  probe: async ({ http, subject }) => {
    const [url = subject.url] = subject.samples
    return {
      dav: await http.send('PROPFIND', url, { headers: { depth: '0' } }),
      options: await http.send('OPTIONS', url),
    }
  },

  judge: ({ dav, options }) => {
    const at = dav.request.url
    const { status } = dav.response
    const answered = status >= 200 && status < 300
    const said = { at, expected: '405 or 501', actual: String(status) }
    return [answered ? failed('answered', said) : passed({ at }), announced(options)]
  },

  messages: {
    answered: '{at} answers PROPFIND with {actual}.',
    announced: '{at} says that it takes {actual}.',
  },

  examples: [
    asked('405', answer(405), answer(204, { allow: 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS' }), 'passed'),
    asked('501, and OPTIONS refused', answer(501), answer(405, { allow: 'GET, HEAD' }), 'passed'),
    asked(
      'WebDAV',
      answer(207, { 'content-type': 'application/xml' }, '<multistatus/>'),
      answer(204),
      'failed',
      'answered',
      'passed',
    ),
    asked(
      'TRACE announced',
      answer(405),
      answer(200, { allow: 'GET,HEAD,POST,OPTIONS,TRACE' }),
      'failed',
      'passed',
      'announced',
    ),
    asked('a gateway answers', gatewayPage(), gatewayPage(), 'cantTell'),
  ],
})

function asked(
  name: string,
  dav: Answered,
  options: Answered,
  outcome: 'passed' | 'failed' | 'cantTell',
  ...keys: readonly string[]
) {
  return { name, from: 'nginx 1.22, 2026-11-22', outcome, seen: { dav, options }, ...(keys.length > 0 && { keys }) }
}
