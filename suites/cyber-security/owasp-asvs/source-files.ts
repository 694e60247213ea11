import { check } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { askExposed, type Exposure, exposedIn } from '../../shared/exposed.ts'

const exposures: readonly Exposure[] = [
  { path: '/.git/HEAD', what: 'a Git repository', holds: /^(ref: refs\/|[0-9a-f]{40}\s*$)/ },
  { path: '/.svn/entries', what: 'a Subversion working copy', holds: /^(\d+\s*\n(dir)?|<\?xml[^>]*>\s*<wc-entries)/ },
  // Keys in capitals at the start of lines, and no page around them.
  {
    path: '/.env',
    what: 'settings with their values',
    holds: /(?<![\s\S])(?![\s\S]*<html)[\s\S]*^(export\s+)?[A-Z][A-Z0-9_]*\s*=/m,
  },
  { path: '/.htpasswd', what: 'a password file', holds: /^[^\s:<]+:(\$|\{SHA\}|[./0-9A-Za-z]{13}$)/m },
  { path: '/web.config', what: "the server's configuration", holds: /<configuration[\s>]/i },
  {
    path: '/appsettings.json',
    what: "the application's configuration",
    holds: /^\s*\{[\s\S]*"(ConnectionStrings|Logging)"\s*:/,
  },
]

/**
 * Files of source control and configuration cannot be fetched (ASVS 13.4.1): six well-known ones are asked for. They count by what
 * they hold, so that an application which answers every address with its page is not blamed.
 */
export default check({
  id: 'exposure/source-files',
  version: 2,
  title: 'No files of source control or configuration are served',
  verifies: { 'SEC-INF-004': 'all' },
  subjects: ({ origins }) => origins,
  effect: 'read',
  fix: 'Leave .git, .env and the like out of the deployment, and block dot files at the server.',
  probe: async ({ http, subject }) => ({ answers: await askExposed(http, subject.url, exposures) }),
  judge: ({ answers }, { url }) => exposedIn(answers, exposures, url),
  messages: { exposed: '{at} serves {actual} to anybody.' },
  examples: [
    { name: 'missing', from: 'nginx 1.22, 2026-11-22', outcome: 'passed', seen: { answers: [answer(404)] } },
    found('one page for every address', '/.env', '<!doctype html><html><script>\nAPI_URL="x"\n</script>', 'passed'),
    found('a repository', '/.git/HEAD', 'ref: refs/heads/main\n', 'failed'),
    found('settings', '/.env', '# settings\nAPP_ENV=production\n', 'failed'),
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
