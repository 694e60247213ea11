import { check } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { askExposed, type Exposure, exposedIn } from '../../shared/exposed.ts'

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
  { path: '/server-status', what: "the web server's status", holds: /Apache Server Status for/ },
  { path: '/nginx_status', what: "the web server's status", holds: /^Active connections: \d+/ },
]

/**
 * Monitoring is not public (ASVS 13.4.5): six usual addresses are asked for. A bare health answer is meant for load balancers, and
 * the documentation of a public API is public on purpose.
 */
export default check({
  id: 'exposure/monitoring',
  version: 1,
  title: 'Monitoring is not public',
  verifies: { 'SEC-INF-007': 'all' },
  subjects: ({ origins }) => origins,
  effect: 'read',
  fix: 'Put monitoring and internal documentation behind sign-in or on another network.',
  probe: async ({ http, subject }) => ({ answers: await askExposed(http, subject.url, exposures) }),
  judge: ({ answers }, { url }) => exposedIn(answers, exposures, url),
  messages: { exposed: '{at} shows {actual} to anybody.' },
  examples: [
    { name: 'missing', from: 'nginx 1.22, 2026-11-22', outcome: 'passed', seen: { answers: [answer(404)] } },
    found('health alone', '/actuator', '{"_links":{"self":{"href":"x"},"health":{"href":"y"}}}', 'passed'),
    found('metrics', '/metrics', '# HELP process_cpu_seconds_total CPU\n', 'failed'),
    {
      name: 'a gateway answers',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { answers: [gatewayPage()] },
    },
  ],
})

function found(name: string, path: string, body: string, outcome: 'passed' | 'failed') {
  const seen = { answers: [answer(200, {}, body, { url: `https://product.example${path}` })] }
  return { name, from: 'reference supplier, 2026-11-22', outcome, seen }
}
