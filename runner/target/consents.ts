import type { Context } from './context.ts'
import { expectKnown } from './context.ts'
import type { ConsentForm, FileForm } from './file-form.ts'
import type { Consent, ConsentEffect } from './model.ts'
import { consentEffects } from './model.ts'

/** Leave that does not hold today is a fault, not a smaller run: whoever wrote it counts on it. */
export function loadConsents(context: Context, form: FileForm, origins: readonly string[]): readonly Consent[] {
  return consentEffects.flatMap(effect => {
    const consent = form.consent?.[effect]
    if (!consent) return []
    expectDates(context, effect, consent)
    for (const [i, origin] of consent.origins.entries())
      expectKnown(context, `/consent/${effect}/origins/${i}`, origin, origins, 'the origin of an endpoint')
    expectEnvironment(context, effect, consent, form)
    return [{ effect, ...consent }]
  })
}

function expectDates({ problems, today }: Context, effect: ConsentEffect, { from, until }: ConsentForm): void {
  const at = `/consent/${effect}`
  if (from !== undefined && until < from)
    problems.add(`${at}/until`, `is ${until}, before "from" (${from}). Expected the last day it holds. Swap them?`)
  else if (until < today)
    problems.add(
      `${at}/until`,
      `is ${until}, and today is ${today}. Expected consent that still holds. Ask for it anew, or remove it.`,
    )
  else if (from !== undefined && from > today)
    problems.warn(`${at}/from`, `is ${from}; until then ${effect} checks are not run.`)
}

function expectEnvironment({ problems }: Context, effect: ConsentEffect, consent: ConsentForm, form: FileForm): void {
  const at = `/consent/${effect}`
  if (consent.environment !== form.environment)
    problems.add(
      `${at}/environment`,
      `is "${consent.environment}", but the file's is "${form.environment}". Expected the same. Consent for one is none for the other.`,
    )
  else if (form.environment === 'live') {
    if (!consent.window)
      problems.add(
        at,
        'lacks "window". Expected times of day, because the environment is live. Add "window: { from: HH:MM, to: HH:MM }".',
      )
    if (effect === 'write' && (form.testData?.patients ?? []).length === 0)
      problems.add(
        at,
        'is for a live environment without test patients. Expected testData.patients, so that no real record is written to. List them, or remove it.',
      )
  }
}
