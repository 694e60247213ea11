import { check } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { askExposed, type Exposure, exposedIn } from '../../shared/exposed.ts'
import { SUPPLIER } from '../../shared/oauth-examples.ts'

const exposures: readonly Exposure[] = [
  { path: '/metrics', what: 'metrics', holds: /^# (HELP|TYPE) \w+/m },
  { path: '/actuator/prometheus', what: 'metrics', holds: /^# (HELP|TYPE) \w+/m },
  // An index that offers health alone tells nothing.
  {
    path: '/actuator',
    what: 'the management index',
    holds: /"_links"[\s\S]*"(env|beans|heapdump|metrics|loggers|mappings|configprops|threaddump)/,
  },
  { path: '/actuator/env', what: 'the environment of the process', holds: /"propertySources"\s*:/ },
  { path: '/debug/vars', what: 'the variables of the process', holds: /"memstats"\s*:\s*\{/ },
  { path: '/server-status', what: "the web server's status", holds: /Apache Server Status for/ },
  { path: '/nginx_status', what: "the web server's status", holds: /^Active connections: \d+/ },
  ...['/health', '/actuator/health'].map(path => ({
    path,
    what: 'the health of its parts',
    holds: /^\s*\{[\s\S]*"(components|details|checks|entries)"\s*:\s*[{[]/,
    mayBeMeant: true,
  })),
  ...['/openapi.json', '/swagger.json', '/v3/api-docs', '/api-docs'].map(path => ({
    path,
    what: 'the description of an API',
    holds: /^\s*\{[\s\S]*"(openapi|swagger)"\s*:\s*"\d/,
    mayBeMeant: true,
  })),
  { path: '/swagger-ui/index.html', what: 'Swagger UI', holds: /<title>Swagger UI|SwaggerUIBundle/, mayBeMeant: true },
  { path: '/graphiql', what: 'GraphiQL', holds: /<title>[^<]*GraphiQL|GraphiQL\.createFetcher/i, mayBeMeant: true },
]

/**
 * Monitoring is not public (ASVS 13.4.5): usual addresses are asked for, one request each. A bare health answer is meant for load
 * balancers. One of every part, and the documentation of an API that the target file does not name, may be public on purpose, and
 * are told as advice. A heap dump is not asked for: the question makes the server write one; an index that offers it is enough.
 */
export default check({
  id: 'exposure/monitoring',
  version: 2,
  title: 'Monitoring is not public',
  verifies: { 'SEC-INF-007': 'all' },
  subjects: ({ origins }) => origins,
  effect: 'read',
  fix: 'Put monitoring and internal documentation behind sign-in or on another network.',
  probe: async ({ http, landscape, subject }) => {
    const named = landscape.apis.map(({ openapi }) => openapi)
    const asked = exposures.filter(({ path }) => !named.includes(new URL(path, subject.url).href))
    return { answers: await askExposed(http, subject.url, asked) }
  },
  judge: ({ answers }, { url }) => exposedIn(answers, exposures, url),
  messages: {
    exposed: '{at} shows {actual} to anybody.',
    public:
      '{at} shows {actual} to anybody. Where that is meant, let it be, and name a description of an API in the target file; else close it.',
  },
  examples: [
    { name: 'missing', from: 'nginx 1.22, 2026-11-22', outcome: 'passed', seen: { answers: [answer(404)] } },
    found('health alone', '/actuator', '{"_links":{"self":{"href":"x"},"health":{"href":"y"}}}', 'passed'),
    found('metrics', '/metrics', '# HELP process_cpu_seconds_total CPU\n', 'failed'),
    found('the environment', '/actuator/env', '{"activeProfiles":["prod"],"propertySources":[]}', 'failed'),
    found('a public API', '/openapi.json', '{"openapi":"3.0.3"}', 'passed', ['passed', 'public']),
    found('health in parts', '/health', '{"status":"UP","components":{"db":{}}}', 'passed', ['passed', 'public']),
    {
      name: 'one page for every address',
      from: SUPPLIER,
      outcome: 'passed',
      keys: ['passed'],
      seen: {
        answers: ['/graphiql', '/mustdo-no-such-page'].map(path =>
          answer(200, {}, '<title>GraphiQL of Sample Ltd</title>', { url: `https://product.example${path}` }),
        ),
      },
    },
    {
      name: 'a gateway answers',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { answers: [gatewayPage()] },
    },
  ],
})

function found(
  name: string,
  path: string,
  body: string,
  outcome: 'passed' | 'failed',
  keys: readonly string[] = [outcome === 'failed' ? 'exposed' : 'passed'],
) {
  const seen = { answers: [answer(200, {}, body, { url: `https://product.example${path}` })] }
  return { name, from: SUPPLIER, outcome, keys, seen }
}
