import type { AxeResults, RunOptions } from 'axe-core'

/** The parts of axe-core, as it stands in the page, that are used there. `setup` and `teardown` enclose the helpers. */
export interface Axe {
  readonly version: string
  run(context: unknown, options: RunOptions): Promise<AxeResults>
  getRules(): readonly {
    readonly ruleId: string
    readonly tags: readonly string[]
    readonly actIds?: readonly string[]
  }[]
  setup(root?: unknown): void
  teardown(): void
  readonly utils: { getSelector(element: unknown): string | string[] }
  readonly commons: {
    readonly text: { accessibleText(element: unknown): string }
    readonly aria: { getRole(element: unknown): string | null }
    readonly dom: { isVisibleToScreenReaders(element: unknown): boolean; isVisibleOnScreen(element: unknown): boolean }
  }
}
