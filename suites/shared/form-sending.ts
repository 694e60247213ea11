/** Forms sent with nothing entered: the step that sends them, and how what came of it reads. Asks in one step; the rest is pure. */
import {
  type Browser,
  type FormSent,
  type Landscape,
  type NotReached,
  noGround,
  type PageVisit,
  type SiteSubject,
} from '../../runner/check.ts'
import { page } from './examples.ts'
import { isNotReached } from './refusal.ts'

export type Message = FormSent['messages'][number]
export interface Sending {
  readonly at: string
  readonly sent: FormSent
}

/** Sites with pages whose form the target file lets be sent empty. */
export const sitesWithForms = ({ sites, facts }: Landscape): readonly SiteSubject[] =>
  sites.filter(({ endpoint }) => facts.forms?.some(form => form.endpoint === endpoint))

/** Sends the forms of a site, and gives those that were; no ground where none could be. */
export async function sendForms(
  { browser, landscape }: { readonly browser: Browser; readonly landscape: Landscape },
  { endpoint, url }: SiteSubject,
): Promise<{ readonly visits: readonly PageVisit[] } | NotReached> {
  const urls = (landscape.facts.forms ?? []).filter(form => form.endpoint === endpoint).map(form => form.url)
  const as = landscape.pages.find(one => one.endpoint === endpoint)?.identity ?? null
  const all = await Promise.all(urls.map(form => browser.sendEmpty(form, { as })))
  const visits = all.filter((one): one is PageVisit => !isNotReached(one) && one.sent !== undefined)
  if (visits.length > 0) return { visits }
  const broken = all.find((one): one is PageVisit => !isNotReached(one))
  return (
    all.find(isNotReached) ??
    noGround(`no form of ${url} could be sent: ${broken?.error?.message ?? 'none was found'}`, {
      who: 'supplier',
      act: `name pages with an empty form under forms of ${endpoint} in the target file`,
    })
  )
}

export const sendingsOf = (visits: readonly PageVisit[]): Sending[] =>
  visits.flatMap(({ url, sent }) => (sent ? [{ at: url, sent }] : []))

const says =
  /\b(error|problem|invalid|wrong|incorrect|missing|required|must|cannot|can't|not valid|blank|empty|enter|select|choose|give|tell us|provide|fill|complete|add|type|tick|check|please|need)\b/i
/** Text that came and that tells of something wrong; or that stands at a field. */
export const errorsIn = ({ messages }: FormSent): Message[] =>
  messages.filter(({ text, of }) => says.test(text) || of.length > 0)

/** Whether the product did not take what was sent: it says so, marks a field, or the browser held the form back. */
export const isRefused = (sent: FormSent): boolean =>
  sent.native !== null ||
  sent.invalid.length > 0 ||
  (sent.formThere && (sent.marked.length > 0 || errorsIn(sent).length > 0))

const text: FormSent['fields'][number] = {
  selector: '#name',
  name: 'name',
  label: 'Full name',
  type: 'text',
  required: true,
}

/** For examples of checks: two fields were sent empty, and the page came back with these messages. */
export const sentForm = (messages: readonly Partial<Message>[], some: Partial<FormSent> = {}): PageVisit => ({
  ...page(),
  url: 'https://product.example/contact',
  sent: {
    fields: [text, { ...text, selector: '#email', name: 'email', label: 'Email address', type: 'email' }],
    button: 'Send',
    status: 200,
    end: 'led',
    formThere: true,
    native: null,
    messages: messages.map(one => ({
      text: 'Enter your full name',
      selector: '.wrong',
      live: '',
      of: ['Full name'],
      byCode: true,
      focused: false,
      ...one,
    })),
    marked: [],
    invalid: messages.flatMap(({ of = ['Full name'] }) => of),
    focus: 'nowhere',
    ...some,
  },
})
