import { check, type Decision, failed, type Lookup, noData, noGround, passed } from '../../../runner/check.ts'
import { looked, lookups } from '../../shared/domains.ts'
import { SUPPLIER } from '../../shared/oauth-examples.ts'
import { isNotReached } from '../../shared/refusal.ts'

interface Mail {
  readonly name: string
  readonly mx: Lookup
  readonly txt: Lookup
  readonly dmarc: Lookup
}

/** One policy each, as the RFCs ask; several are as good as none (RFC 7208, 4.5; RFC 7489, 6.6.3). */
function verdicts({ name, mx, txt, dmarc }: Mail): Decision[] {
  const spf = txt.answers.filter(text => /^v=spf1( |$)/i.test(text))
  const policies = dmarc.answers.filter(text => /^v=DMARC1\s*(;|$)/i.test(text))
  const policy = /;\s*p\s*=\s*(\w+)/i.exec(policies[0] ?? '')?.[1]?.toLowerCase()
  const said = { at: name }
  const wrong: Decision[] = []
  if (spf.length !== 1)
    wrong.push(failed('no-spf', { ...said, expected: 'one SPF record', actual: String(spf.length) }))
  if (policies.length !== 1 || !policy)
    wrong.push(failed('no-dmarc', { ...said, expected: 'one DMARC policy', actual: policies.join('; ') || 'none' }))
  if (wrong.length > 0) return wrong
  // A null MX (RFC 7505) takes no mail; a domain whose SPF lets somebody send is one that sends.
  const takes = mx.answers.some(answer => !/^\d+ \.?$/.test(answer))
  const sends = !/^v=spf1\s+-all\s*$/i.test(spf[0] ?? '')
  if (takes && policy === 'none') return [passed(said)]
  if (takes || (sends && policy !== 'none')) return [passed(said)]
  if (sends) return [failed('lax', { ...said, expected: 'v=spf1 -all and p=reject', actual: `${spf[0]}; p=${policy}` })]
  return policy === 'reject'
    ? [passed(said)]
    : [failed('lax', { ...said, expected: 'p=reject', actual: `p=${policy}` })]
}

/**
 * Every domain that the target file names has an SPF record and a DMARC policy; one that neither takes nor sends mail says so, strictly
 * (GOV.UK, keeping your domain name secure, email). What mail domains do with failures is theirs to settle.
 */
export default check({
  id: 'dns/email',
  version: 2,
  title: 'Domains say who may send mail for them',
  verifies: { 'SEC-DNS-003': 'all' },
  subjects: ({ product }) => product,
  effect: 'read',
  fix: 'Publish `v=spf1 … -all` and `_dmarc` with p=quarantine or reject; `v=spf1 -all` and p=reject where no mail is sent.',
  probe: async ({ dns, landscape }) => {
    const names = (landscape.facts.domains ?? []).filter(
      name => name.split('.').length === 2 || !name.startsWith('www.'),
    )
    if (names.length === 0) return noData('domains: the domains of the product, those it sends mail from among them')
    const mails: Mail[] = []
    for (const name of names) {
      const asked = await lookups(dns, [
        { name, type: 'MX' },
        { name, type: 'TXT' },
        { name: `_dmarc.${name}`, type: 'TXT' },
      ])
      if (isNotReached(asked)) return asked
      const [mx, txt, dmarc] = asked
      if (mx && txt && dmarc) mails.push({ name, mx, txt, dmarc })
    }
    return { mails }
  },
  judge: ({ mails }) => mails.flatMap(verdicts),
  messages: {
    'no-spf': '{at} has {actual} SPF records; receivers want one.',
    'no-dmarc': '{at} has no DMARC policy that can be read ({actual}).',
    lax: '{at} sends no mail and lets others do it in its name ({actual}).',
  },
  examples: [
    mail('no mail, strictly', [], ['v=spf1 -all'], ['v=DMARC1; p=reject; rua=mailto:a@a.example'], 'passed'),
    mail(
      'a mail domain that only watches',
      ['10 mx.a.example'],
      ['v=spf1 mx ~all', 'other'],
      ['v=DMARC1; p=none'],
      'passed',
    ),
    mail('sends, takes none', ['0 .'], ['v=spf1 include:b.example -all'], ['v=DMARC1;p=quarantine'], 'passed'),
    mail('nothing', [], [], [], 'failed', 'no-spf', 'no-dmarc'),
    mail(
      'two SPF records',
      ['10 mx.a.example'],
      ['v=spf1 -all', 'v=spf1 mx -all'],
      ['v=DMARC1; p=reject'],
      'failed',
      'no-spf',
    ),
    mail('no mail, and it only watches', [], ['v=spf1 -all'], ['v=DMARC1; p=none'], 'failed', 'lax'),
    mail('no mail taken, sends, and it only watches', [], ['v=spf1 ~all'], ['v=DMARC1; p=none'], 'failed', 'lax'),
    { name: 'no domain named', from: SUPPLIER, outcome: 'untested', seen: noData('domains') },
    { name: 'no resolver', from: SUPPLIER, outcome: 'cantTell', seen: noGround('no resolver answered') },
  ],
})

function mail(
  name: string,
  mx: readonly string[],
  txt: readonly string[],
  dmarc: readonly string[],
  outcome: 'passed' | 'failed',
  ...keys: readonly string[]
) {
  const of = (answers: readonly string[]) => (answers.length > 0 ? answers : 'no-such-record')
  const domain = 'a.example'
  const seen = {
    mails: [
      {
        name: domain,
        mx: looked(domain, 'MX', of(mx)),
        txt: looked(domain, 'TXT', of(txt)),
        dmarc: looked(`_dmarc.${domain}`, 'TXT', of(dmarc)),
      },
    ],
  }
  return { name, from: SUPPLIER, outcome, seen, ...(keys.length > 0 && { keys }) }
}
