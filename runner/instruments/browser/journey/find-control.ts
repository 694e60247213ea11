import type { Frame, Locator, Page } from 'playwright-core'

const PATIENCE_MS = 5_000
const PAUSE_MS = 100

const isSelector = (what: string) => /^[#.[]/.test(what)

/** The first of the candidates that is shown, in any frame; waits for one that is still to come. */
async function firstShown(
  page: Page,
  candidates: (frame: Frame) => readonly Locator[],
  patience: number = PATIENCE_MS,
): Promise<Locator | undefined> {
  const until = performance.now() + patience
  do {
    for (const frame of page.frames())
      for (const candidate of candidates(frame))
        for (const one of await candidate.all().catch(() => []))
          if (await one.isVisible().catch(() => false)) return one
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS))
  } while (performance.now() < until)
  return undefined
}

/** A field by its accessible label (the whole of it before a part), or by a selector; open shadow trees and frames are looked into. */
export const findField = (page: Page, what: string): Promise<Locator | undefined> =>
  firstShown(page, frame =>
    isSelector(what)
      ? [frame.locator(what)]
      : [
          frame.getByLabel(what, { exact: true }),
          frame.getByLabel(what),
          frame.getByPlaceholder(what, { exact: true }),
        ],
  )

/** A radio button or check box by its label, in the group of that name where one is given. */
export const findOption = (page: Page, group: string, option: string): Promise<Locator | undefined> =>
  firstShown(
    page,
    frame =>
      (['group', 'radiogroup'] as const).map(role =>
        (isSelector(group) ? frame.locator(group) : frame.getByRole(role, { name: group })).getByRole('radio', {
          name: option,
          exact: true,
        }),
      ),
    PATIENCE_MS / 2,
  )

/** What can be pressed, by its name: the whole of it before a part, buttons before links. */
export const findPressable = (page: Page, what: string, patience?: number): Promise<Locator | undefined> =>
  firstShown(
    page,
    frame =>
      isSelector(what)
        ? [frame.locator(what)]
        : [true, false].flatMap(exact =>
            (['button', 'link', 'tab', 'menuitem'] as const).map(role => frame.getByRole(role, { name: what, exact })),
          ),
    patience,
  )
