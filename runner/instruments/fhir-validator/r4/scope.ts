import type { Json } from './json.ts'
import type { Model } from './model.ts'
import type { Report } from './report.ts'

/** Where a walk is: what a rule may look at beside the value itself. */
export interface Scope {
  readonly model: Model
  readonly report: Report
  /** The resource that the value is part of: FHIRPath's %resource. */
  readonly resource: Json
  /** The resource that contains that one, or itself: FHIRPath's %rootResource. */
  readonly root: Json
  /** Where the resource stands, so that places inside it can be told apart from those outside. */
  readonly at: string
  /** The bundle around it, where references may lead. */
  readonly bundle?: Json
}
