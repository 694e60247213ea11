import { check, failed, noGround, passed } from '../../../runner/check.ts'
import { answer, gatewayPage } from '../../shared/examples.ts'
import { readSecurityTxt, valuesOf } from '../../shared/security-txt.ts'

/**
 * security.txt links a disclosure policy that can be read. Whether the policy states times for an answer and a fix is left to a
 * person. A policy on another site is not fetched.
 */
export default check({
  id: 'disclosure/policy',
  version: 3,
  title: 'A vulnerability disclosure policy is linked and can be read',
  verifies: { 'SEC-VDP-002': 'part' },
  subjects: ({ origins }) => origins.filter(({ roles }) => roles.includes('web')),
  effect: 'read',
  fix: 'Publish a disclosure policy with times for an answer, and link it as Policy in security.txt.',

  probe: async ({ http, subject, landscape }) => {
    const file = await http.get(new URL('/.well-known/security.txt', subject.url).href)
    if (file.response && file.response.status !== 200)
      return noGround(`there is no security.txt that could link a policy (${file.response.status})`)
    const [policy] = valuesOf(readSecurityTxt(file.response?.body.text ?? ''), 'policy')
    if (!policy || !URL.canParse(policy)) return { file, policy: undefined }
    if (!landscape.facts.origins.includes(new URL(policy).origin))
      return noGround(`the policy is on another site, ${policy}, which was not asked`)
    return { file, policy: await http.get(policy) }
  },

  judge: ({ file, policy }) => {
    if (!policy) return failed('not-linked', { at: file.request.url, expected: 'Policy: https://…', actual: 'none' })
    const { status, body } = policy.response
    const at = policy.request.url
    return status === 200 && body.bytes > 0
      ? passed({ at })
      : failed('unreadable', { at, expected: '200 with a text', actual: String(status) })
  },

  messages: {
    'not-linked': '{at} links no disclosure policy.',
    unreadable: 'The disclosure policy at {at} cannot be read ({actual}).',
  },

  examples: [
    {
      name: 'linked',
      from: 'reference supplier, 2026-11-22',
      outcome: 'passed',
      seen: { file: answer(200), policy: answer(200, {}, 'We answer in 5 working days.') },
    },
    {
      name: 'leads nowhere',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['unreadable'],
      seen: { file: answer(200), policy: answer(404) },
    },
    {
      name: 'not linked',
      from: 'reference supplier, 2026-11-22',
      outcome: 'failed',
      keys: ['not-linked'],
      seen: { file: answer(200), policy: undefined },
    },
    {
      name: 'a gateway answers',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: { file: gatewayPage(), policy: gatewayPage() },
    },
    {
      name: 'no security.txt',
      from: 'nginx 1.22, 2026-11-22',
      outcome: 'cantTell',
      seen: noGround('there is no security.txt that could link a policy (404)'),
    },
  ],
})
