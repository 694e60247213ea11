/// <reference lib="dom" />

import type { Hit } from '../../../../suites/shared/accessibility/hit.ts'
import { installAxe } from '../audit.ts'
import type { Engine, Scanned } from '../engines/engine.ts'
import { autoplay } from './autoplay.ts'
import { bannerPlace } from './banner-place.ts'
import { waysPast } from './bypass.ts'
import { clippedWhenSpaced, clippedWhenZoomed } from './clipped.ts'
import { watchContext } from './context-watch.ts'
import { contrastOverPictures } from './contrast-over-pictures.ts'
import { focusObscured } from './focus-obscured.ts'
import { focusVisible } from './focus-visible.ts'
import { identicalTargets } from './identical-targets.ts'
import { imageOfText } from './image-of-text.ts'
import { keyboardOperable } from './keyboard-operable.ts'
import { keyboardTrap } from './keyboard-trap.ts'
import { labelInName } from './label-in-name.ts'
import { language } from './language.ts'
import { motion } from './motion.ts'
import { numberCopy } from './number-copy.ts'
import { onFocus } from './on-focus.ts'
import { onInput } from './on-input.ts'
import { orientation } from './orientation.ts'
import { pageTitle } from './page-title.ts'
import { presentationalChildren } from './presentational-children.ts'
import { prohibitedNaming } from './prohibited-naming.ts'
import type { ActingRule, AnyPageRule, Place } from './rule.ts'
import { makeRuleKit } from './rule-kit.ts'
import { titleDescribes } from './title-describes.ts'
import { viewportZoom } from './viewport-zoom.ts'
import { visibleLabel } from './visible-label.ts'

/** In this order: what reads first, then what acts; the keyboard late, for it may set things off, and entering things last of all. */
const reading: readonly AnyPageRule[] = [
  labelInName,
  pageTitle,
  viewportZoom,
  language,
  waysPast,
  autoplay,
  presentationalChildren,
  prohibitedNaming,
  titleDescribes,
  visibleLabel,
  motion,
  numberCopy,
]
const acting: readonly ActingRule[] = [
  imageOfText,
  contrastOverPictures,
  keyboardOperable,
  onFocus,
  bannerPlace,
  focusObscured,
  clippedWhenZoomed,
  clippedWhenSpaced,
  orientation,
  focusVisible,
  keyboardTrap,
  onInput,
]

/** Rises when a rule may find something else. */
export const RULES_VERSION = '9'

/** Criteria that our rules are about. */
export const ruleCriteria: readonly string[] = [...reading, ...acting].flatMap(({ criteria }) => criteria)

/** A page rule runs where the elements are; what comes back are places. */
async function findInPage({ page }: Scanned, rule: AnyPageRule): Promise<readonly Place[]> {
  const found = await page.evaluate(
    `(async () => {
      axe.setup(document)
      try {
        const kit = (${makeRuleKit.toString()})(window.__mustdoKit)
        const found = await (${rule.find.toString()})(kit, ${JSON.stringify(rule.data ?? null)})
        return found.map(({ element, ...more }) => ({ ...kit.at(element), ...more }))
      } finally { axe.teardown() }
    })()`,
  )
  return found as readonly Place[]
}

/** Runs these rules one after the other on a page that has the kit and axe-core. */
async function runRules(
  scanned: Scanned,
  reading: readonly AnyPageRule[],
  acting: readonly ActingRule[],
): Promise<Hit[]> {
  const hits: Hit[] = []
  const add = (rule: AnyPageRule | ActingRule, places: readonly Place[]) => {
    for (const {
      act,
      criteria,
      soft = rule.soft === true,
      sure = true,
      look,
      rule: named,
      path,
      selector,
      html,
    } of places)
      hits.push({
        engine: 'mustdo',
        rule: named ?? (act?.[0] && !rule.act.includes(act[0]) ? `${rule.id}/${act[0]}` : rule.id),
        outcome: sure ? 'failed' : 'cantTell',
        act: act ?? rule.act,
        criteria: criteria ?? rule.criteria,
        soft,
        path,
        selector,
        html,
        ...(look ? { look } : {}),
      })
  }
  for (const rule of reading) add(rule, await findInPage(scanned, rule))
  for (const rule of acting) add(rule, await rule.find(scanned))
  return hits
}

async function look(scanned: Scanned, rules: readonly AnyPageRule[]): Promise<Hit[]> {
  await installAxe(scanned.page, scanned.cdp)
  // A page that leaves when a key is pressed would end the visit before it is all looked at.
  await scanned.page.evaluate(watchContext)
  return runRules(scanned, rules, acting)
}

/** Our own rules, as an engine beside the others: for what they all miss, and for what only keys and pixels show. */
export const visitRules: Engine = {
  name: 'mustdo',
  version: async () => RULES_VERSION,
  run: scanned => look(scanned, reading),
}

/** With the one that loads the pages behind links: in a run these would be requests that nobody planned. */
export const ownRules: Engine = { ...visitRules, run: scanned => look(scanned, [...reading, identicalTargets]) }
