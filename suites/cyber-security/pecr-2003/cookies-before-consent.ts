import type { PageVisit } from '../../../runner/check.ts'
import { cantTell, check, failed, passed } from '../../../runner/check.ts'
import { pagesOf } from '../../shared/ask.ts'
import { page } from '../../shared/examples.ts'

/** Cookies of advertising networks: no exception of Schedule A1 fits these. */
const advertising =
  /^(_fbp|_fbc|_gcl_\w+|IDE|DSID|_uet(sid|vid)|_ttp|_tt_enable_cookie|_pin_unauth|_scid|li_fat_id|_rdt_uuid|cto_bundle|MUID|personalization_id|guest_id_(ads|marketing)|3P(SID|APISID))$/
/** Cookies of statistics: paragraph 5 may fit, if people are told and can object simply. */
const statistics =
  /^(_ga(_\w+)?|_gid|_gat\w*|_hj\w+|_clck|_clsk|_pk_(id|ses)[\w.]*|amplitude_\w+|ajs_\w+|mp_\w+_mixpanel|s_(cc|sq|vi)|AMCV_\S+|ai_(user|session)|optimizely\w*|analytics\w*)$/i

const bare = (name: string) => name.replace(/^__(Host|Secure)-/i, '')

/**
 * Before anybody chose, pages set no cookie of an advertising network (PECR regulation 6 with Schedule A1). Statistics may fall under
 * an exception, so that they are left to a person, and so are other kinds of storage and what each unknown cookie is for.
 */
export default check({
  id: 'cookies/before-consent',
  version: 1,
  title: 'No advertising cookie is set before anybody agreed',
  verifies: { 'SEC-COOK-007': 'part' },
  subjects: ({ sites }) => sites,
  needs: ['browser'],
  effect: 'browse',
  fix: 'Load analytics and advertising after consent, or show which exception fits.',

  probe: async context => ({
    visits: await Promise.all(
      pagesOf(context).map(({ url, identity }) => context.browser.visit(url, { as: identity })),
    ),
  }),

  judge: ({ visits }, { url }) => {
    const names = new Map<string, string>()
    for (const visit of visits)
      for (const { name } of visit.details?.cookies ?? []) if (!names.has(name)) names.set(name, visit.url)
    const found = [...names].flatMap(([actual, at]) => {
      if (advertising.test(bare(actual)))
        return [failed('advertising', { at, expected: 'no such cookie before consent', actual })]
      return statistics.test(bare(actual)) ? [cantTell('statistics', { at, actual, owes })] : []
    })
    return found.length > 0 ? found : passed({ at: url })
  },

  messages: {
    advertising: '{at} sets {actual}, a cookie of an advertising network, before anybody agreed.',
    statistics: '{at} sets {actual} before anybody agreed; it may be statistics that Schedule A1 allows.',
  },

  examples: [
    kept('a session', '__Host-session', 'passed'),
    kept('statistics', '_ga_4K2JD', 'cantTell', 'statistics'),
    kept('advertising', '_fbp', 'failed', 'advertising'),
    kept('advertising under a prefix', '__Host-_fbp', 'failed', 'advertising'),
  ],
})

const owes = {
  who: 'reviewer',
  act: 'see whether people are told of it and can object simply (Schedule A1, paragraph 5)',
} as const

function kept(name: string, cookie: string, outcome: 'passed' | 'failed' | 'cantTell', key?: string) {
  const flags = { secure: true, httpOnly: false, sameSite: 'Lax', expiresInDays: 400 }
  const cookies = [{ name: cookie, domain: 'product.example', path: '/', ...flags }]
  const visit = page({}, [], { details: { cookies } as unknown as NonNullable<PageVisit['details']> })
  return { name, from: 'Chromium 143, 2026-11-22', outcome, seen: { visits: [visit] }, ...(key && { keys: [key] }) }
}
