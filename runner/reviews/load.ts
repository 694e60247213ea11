/** Reads `reviews.yaml`: schema first, then what a schema cannot say. Every fault is reported with its place. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseYaml } from '../../standards/yaml-file.ts'
import { Problems } from '../target/context.ts'
import { checkPlaceholders } from '../target/placeholders.ts'
import type { Reviews, ReviewsForm } from './model.ts'

export const reviewsSchema: object = JSON.parse(
  readFileSync(fileURLToPath(new URL('./reviews.schema.json', import.meta.url)), 'utf8'),
)

export interface Surroundings {
  /** The file's name in messages. */
  readonly shown: string
  /** Addresses of the product's websites: paths are read against the only one. */
  readonly sites: readonly string[]
  /** Criteria there are, such as `1.1.1`; left out: not checked. */
  readonly criteria?: readonly string[]
}

/** The reviews in a file's text. Throws YamlFileError or TargetError with every fault. */
export function loadReviews(text: string, surroundings: Surroundings): Reviews {
  const { shown, criteria } = surroundings
  const { value: form, at } = parseYaml<ReviewsForm>(text, reviewsSchema, shown)
  const problems = new Problems(shown, at)
  checkPlaceholders({ problems }, form, '')
  const address = addresses(problems, surroundings)
  const all = (pointer: string, pages: readonly string[] = []) =>
    pages.flatMap((page, i) => address(`${pointer}/${i}`, page) ?? [])
  const sample = {
    method: form.sample.method,
    structured: all('/sample/structured', form.sample.structured),
    random: all('/sample/random', form.sample.random),
    journeys: (form.sample.journeys ?? []).map(({ name, pages }, i) => ({
      name,
      pages: all(`/sample/journeys/${i}/pages`, pages),
    })),
  }
  const whole = [...new Set([...sample.structured, ...sample.random, ...sample.journeys.flatMap(({ pages }) => pages)])]
  if (whole.length === 0)
    problems.add(
      '/sample',
      'has no page. Expected at least one in structured, random or journeys. Name what was reviewed.',
    )
  const reviews = form.reviews.map((review, i) => {
    const { criterion, pages, on } = review
    if (criteria && !criteria.includes(criterion))
      problems.add(
        `/reviews/${i}/criterion`,
        `is "${criterion}". Expected a success criterion of WCAG 2.2, level A or AA. See: mustdo standards show wcag-2.2`,
      )
    if (on > form.until)
      problems.add(
        `/reviews/${i}/on`,
        `is ${on}, after "until" (${form.until}). Expected the day of the review. Give a later "until".`,
      )
    const written = pages?.flatMap((page, k) => {
      const found = address(`/reviews/${i}/pages/${k}`, page)
      if (found && !whole.includes(found))
        problems.add(
          `/reviews/${i}/pages/${k}`,
          `is ${found}, which is not in the sample. Expected one of its pages. Add it to sample.structured or sample.random.`,
        )
      return found ?? []
    })
    return { ...review, pages: written ?? whole }
  })
  problems.raise()
  return { ...form, sample, reviews }
}

/** Reads a path or an address; complains where it is no page of the product. */
function addresses(problems: Problems, { sites }: Surroundings) {
  const origins = sites.map(site => new URL(site).origin)
  return (pointer: string, page: string): string | undefined => {
    const whole = /^https?:/i.test(page)
    if (!whole && sites.length !== 1) {
      problems.add(
        pointer,
        `is "${page}", and the target file has ${sites.length === 0 ? 'no website' : `${sites.length} websites`}. Expected a whole address. Begin it with https://.`,
      )
      return undefined
    }
    const url = URL.canParse(page, sites[0]) ? new URL(page, sites[0]) : undefined
    if (url && origins.includes(url.origin) && !url.username && !url.password) {
      // A page that a journey leads to has the address of its start, and its place on the journey after it.
      if (!url.hash.startsWith('#journey:')) url.hash = ''
      return url.href
    }
    problems.add(
      pointer,
      `is "${page.replace(/\/\/[^\s"/@]+@/, '//…@')}". Expected a page of the product (${origins.join(', ')}). Correct it, or add its website to the endpoints.`,
    )
    return undefined
  }
}
