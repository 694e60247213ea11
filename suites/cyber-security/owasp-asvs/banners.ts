import { type Answered, check } from '../../../runner/check.ts'
import { askAround } from '../../shared/ask.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { type Fault, faultsIn } from '../../shared/faults.ts'

/** Headers that do nothing but name software (OWASP Secure Headers Project, headers_remove). */
const telltale =
  /^(x-powered-by|x-powered-by-plesk|x-powered-cms|powered-by|x-aspnet-version|x-aspnetmvc-version|x-php-version|x-generator|x-generated-by|x-cms|x-framework|x-drupal-cache|x-umbraco-version|x-owa-version|x-jitsi-release|x-joomla-version|x-cf-powered-by|x-server-powered-by|x-content-encoded-by|x-turbo-charged-by|x-redirect-by|x-mod-pagespeed|x-page-speed|x-litespeed-cache|oraclecommercecloud-version|liferay-portal)$/
/** A version beside a name: `nginx/1.22.1`, `Apache/2.4.49 (Unix)`, `Microsoft-IIS/10.0`. */
const version = /\/\d|\d+\.\d+/
const signature =
  /\b(nginx|Apache|Apache Tomcat|Jetty|OpenResty|lighttpd|Microsoft-IIS|PHP|Werkzeug|gunicorn|Kestrel)\/\d+(\.\d+)+/i

function banner({ response }: Answered): Fault | undefined {
  const expected = 'no name of a framework, no version'
  const headers = Object.entries(response.headers)
  const named = headers.find(([name]) => telltale.test(name))
  if (named) return { key: 'names', expected, actual: named.join(': ') }
  const { server } = response.headers
  if (server && version.test(server)) return { key: 'names', expected, actual: `server: ${server}` }
  // What a page of the product says of its software is text; only the pages of errors are the server's own.
  const own = response.status >= 400 ? signature.exec(response.body.text ?? '')?.[0] : undefined
  return own ? { key: 'says', expected, actual: own } : undefined
}

/**
 * Answers tell neither framework nor version (ASVS 13.4.6). `Server: nginx` without a version helps nobody and passes; Via is
 * a hop's protocol and no product.
 */
export default check({
  id: 'headers/no-banners',
  version: 1,
  title: 'Answers name no framework and no version',
  verifies: { 'SEC-HDR-009': 'all' },
  subjects: ({ origins }) => origins,
  effect: 'read',
  fix: 'Strip X-Powered-By and the like; leave the version out of Server (`server_tokens off`, `ServerTokens Prod`).',

  probe: askAround,

  judge: ({ known, missing }) => faultsIn([...known, missing], banner),

  messages: {
    names: '{at} tells attackers what runs there: {actual}.',
    says: 'The error page of {at} tells what runs there: {actual}.',
  },

  examples: [
    sent('a name without a version', { server: 'nginx', via: '1.1 varnish' }, 'passed'),
    sent('server and version', { server: 'nginx/1.22.1' }, 'failed', 'names'),
    sent(
      'framework',
      { 'x-powered-by': 'HAPI FHIR 8.8.0 REST Server (FHIR Server; FHIR 4.0.1/R4)' },
      'failed',
      'names',
    ),
    sent('the error page', {}, 'failed', 'says', '<center>nginx/1.22.1</center>'),
    {
      name: 'a page about software',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      seen: { known: [answer(200, {}, 'We have moved to nginx/1.27.')], missing: answer(404) },
    },
    {
      name: 'a gateway answers',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { known: [gatewayPage()], missing: gatewayPage() },
    },
  ],
})

function sent(name: string, headers: Record<string, string>, outcome: 'passed' | 'failed', key?: string, body = '') {
  const seen = { known: [answer(200)], missing: answer(404, headers, body) }
  return { name, from: 'nginx 1.22, 2026-11-22', outcome, seen, ...(key && { keys: [key] }) }
}
