import { check } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { askExposed, type Exposure, exposedIn } from '../../shared/exposed.ts'

const exposures: readonly Exposure[] = [
  {
    path: '/console',
    what: 'an interactive console',
    holds: /<title>[^<]*(Interactive Console|H2 Console|Debug console)|EVALEX\s*=\s*true/i,
  },
  { path: '/h2-console', what: 'a database console', holds: /<title>H2 Console|jsessionid.*h2/i },
  { path: '/_profiler', what: 'the Symfony profiler', holds: /Symfony Profiler|sf-toolbar/i },
  { path: '/__debug__/', what: 'a debug toolbar', holds: /djDebug|Debug console/i },
  { path: '/telescope', what: 'Laravel Telescope', holds: /<title>Telescope/i },
  { path: '/phpinfo.php', what: 'phpinfo()', holds: /<title>(PHP [\d.]+ - )?phpinfo\(\)|<h1 class="p">PHP Version/i },
  { path: '/elmah.axd', what: 'the error log', holds: /Error Log for\b.*ELMAH|Powered by <a [^>]*elmah/is },
  { path: '/trace.axd', what: 'the request trace', holds: /Application Trace/ },
  { path: '/debug/pprof/', what: 'the Go profiler', holds: /<title>\/debug\/pprof\/|Types of profiles available/ },
]

/** No debug console or profiler answers at its usual address (ASVS 13.4.2); nine are asked for and known by what they show. */
export default check({
  id: 'exposure/debug-tools',
  version: 2,
  title: 'No debug console or profiler is reachable',
  verifies: { 'SEC-INF-006': 'all' },
  subjects: ({ origins }) => origins,
  effect: 'read',
  fix: 'Leave debug tools out of production builds.',
  probe: async ({ http, subject }) => ({ answers: await askExposed(http, subject.url, exposures) }),
  judge: ({ answers }, { url }) => exposedIn(answers, exposures, url),
  messages: { exposed: '{at} gives anybody {actual}.' },
  examples: [
    { name: 'missing', from: 'nginx 1.22, 2026-11-22', outcome: 'passed', seen: { answers: [answer(404)] } },
    found('a product with a page of that name', '/console', '<title>Clinic console - sign in</title>', 'passed'),
    found('Werkzeug', '/console', '<title>Console // Interactive Console</title>', 'failed'),
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
