/// <reference lib="dom" />
import type { CDPSession, Page } from 'playwright-core'
import type { JourneyField, JourneyPage, JourneyWalk } from '../../../../reports/record.ts'
import type { JourneyStep } from '../../../target/model.ts'
import { installAxe } from '../audit.ts'
import { type Asked, type Earlier, readAsked } from '../in-page/asked.ts'
import type { Axe } from '../in-page/axe.ts'
import { settle } from '../settle.ts'
import type { Wire } from '../wire.ts'
import { choose, expectShown, fill, press, StepError, tick, wordsOf } from './act.ts'

/** A journey up to the page of one of its steps. */
export interface JourneyRequest {
  readonly name: string
  readonly steps: readonly JourneyStep[]
  /** From 1. */
  readonly step: number
  /** Origins that forms may be sent to. */
  readonly sendsTo: readonly string[]
}

/** How long a page may take to begin to leave after something was pressed. */
const LEAVING_MS = 700

const bringsPage = ({ does }: JourneyStep) => does === 'go' || does === 'press'

/** How many steps lead to a page: those up to the one that brings it, and what is expected there; all for the last page. */
export function lengthTo(steps: readonly JourneyStep[], step: number): number {
  if (!steps.slice(step).some(bringsPage)) return steps.length
  const next = steps.findIndex((one, at) => at >= step && one.does !== 'expect')
  return next === -1 ? steps.length : next
}

type Open = { -readonly [K in keyof JourneyPage]: JourneyPage[K] }

/** Walks a journey whose first page is open and at rest; what it could not do is told, never thrown. */
export async function walkJourney(
  { page, cdp, wire }: { readonly page: Page; readonly cdp: CDPSession; readonly wire: Wire },
  request: JourneyRequest,
  settleMs: number,
): Promise<JourneyWalk> {
  const values = new Map<string, number>()
  const secrets = new Set<number>()
  const pages: Open[] = []
  const length = lengthTo(request.steps, request.step)

  const numberOf = (value: string) => {
    const key = value.replace(/\s+/g, ' ').trim().toLowerCase()
    const known = values.get(key) ?? values.size + 1
    values.set(key, known)
    return known
  }
  const asked = async (): Promise<Asked> => {
    await installAxe(page, cdp)
    const earlier: Earlier = [...values]
      .filter(([, entered]) => !secrets.has(entered))
      .map(([value, entered]) => ({ value, entered }))
    return page.evaluate(readAsked, earlier)
  }
  const fresh = (fields: Asked['fields']): JourneyField[] => fields.map(one => ({ ...one, entered: null }))
  const arrive = async (step: number) => {
    const { fields, ...rest } = await asked()
    pages.push({ step, url: page.url(), fields: fresh(fields), ...rest })
  }
  /** Fields may have come since the page did. */
  const complete = async () => {
    const here = pages.at(-1)
    if (!here) return
    const known = new Set(here.fields.map(({ selector }) => selector))
    here.fields = [...here.fields, ...fresh((await asked()).fields).filter(({ selector }) => !known.has(selector))]
  }
  const enter = async (what: string, value: string, secret: boolean) => {
    const entered = numberOf(value)
    if (secret) secrets.add(entered)
    const found = await fill(page, what, value)
    const selector = await found.evaluate(element => {
      const { axe } = globalThis as unknown as { axe?: Axe }
      // In a frame there is none; such a field is entered, and not told of.
      if (!axe) return ''
      axe.setup(document)
      try {
        return [axe.utils.getSelector(element as Element)].flat().join(' >>> ')
      } finally {
        axe.teardown()
      }
    })
    const here = pages.at(-1)
    if (here) here.fields = here.fields.map(one => (one.selector === selector ? { ...one, entered } : one))
  }
  const come = async (act: () => Promise<unknown>, step: number) => {
    const left = page
      .waitForEvent('framenavigated', { predicate: frame => frame === page.mainFrame(), timeout: LEAVING_MS })
      .catch(() => undefined)
    await act()
    await left
    await page.waitForLoadState('load', { timeout: settleMs }).catch(() => undefined)
    await settle(page, wire, settleMs)
    if (page.url().startsWith('chrome-error:')) throw new StepError('it led to an address that gave no page')
    await arrive(step)
  }

  const act = async (step: JourneyStep, at: number): Promise<void> => {
    if (step.does === 'go') return come(() => page.goto(step.url, { waitUntil: 'commit' }), at)
    if (step.does === 'press') return come(() => press(page, step.what), at)
    if (step.does === 'expect') return expectShown(page, step.what)
    if (step.does === 'check') for (const what of step.fields) await tick(page, what)
    if (step.does === 'choose') for (const { field, value } of step.fields) await choose(page, field, value)
    if (step.does === 'fill') {
      await complete()
      for (const { field, value } of step.fields)
        await enter(field, typeof value === 'string' ? value : value.reveal(), typeof value !== 'string')
    }
  }

  const told = (stopped?: JourneyWalk['stopped']): JourneyWalk => ({
    name: request.name,
    step: request.step,
    complete: !stopped && length === request.steps.length,
    ...(stopped && { stopped }),
    pages,
  })
  await arrive(1)
  for (const [at, step] of request.steps.slice(0, length).entries()) {
    if (at === 0) continue
    try {
      await act(step, at + 1)
    } catch (error) {
      if (page.isClosed()) throw error
      const because = error instanceof StepError ? error.message : 'the page did not take it'
      return told({ step: at + 1, does: wordsOf(step), because })
    }
  }
  return told()
}
