/** Reviews in an accessibility conformance report of OpenACR, whoever wrote it. Pure. */
import { type ReviewVerdict, reviewVerdicts } from '../../reports/record.ts'
import { parseYaml } from '../../standards/yaml-file.ts'
import { Problems } from '../target/context.ts'
import type { ReviewForm } from './model.ts'
import { REVIEWED, SEPARATOR, TOOL, WHOLE } from './openacr-lines.ts'

interface Form {
  readonly product: { readonly name: string; readonly version?: string }
  readonly author: { readonly name?: string; readonly company_name?: string }
  readonly report_date?: string
  readonly evaluation_methods_used?: string
  readonly chapters?: { readonly [chapter: string]: { readonly criteria?: readonly CriterionForm[] } | null }
}

interface CriterionForm {
  readonly num: string
  readonly components?: readonly {
    readonly name: string
    readonly adherence?: { readonly level: string; readonly notes?: string }
  }[]
}

/** What must be there for us; the rest of OpenACR may be as it likes. */
const text = { type: 'string' }
const objectOf = (properties: object, required: readonly string[] = []) => ({ type: 'object', properties, required })
const schema = objectOf(
  {
    product: objectOf({ name: text, version: text }, ['name']),
    author: objectOf({ name: text, company_name: text }),
    report_date: text,
    evaluation_methods_used: text,
    chapters: {
      type: 'object',
      additionalProperties: {
        type: ['object', 'null'],
        properties: {
          criteria: {
            type: 'array',
            items: objectOf(
              {
                num: text,
                components: {
                  type: 'array',
                  items: objectOf({ name: text, adherence: objectOf({ level: text, notes: text }, ['level']) }, [
                    'name',
                  ]),
                },
              },
              ['num'],
            ),
          },
        },
      },
    },
  },
  ['product', 'author'],
)

export interface Given {
  /** The file's name in messages. */
  readonly shown: string
  /** The product version that the pages at hand are of. */
  readonly version: string
  readonly criteria: readonly string[]
  /** In place of what the file says, or does not say, of who looked, with what and when. */
  readonly by?: string
  readonly with?: string
  readonly on?: string
}

export interface FromOpenAcr {
  readonly reviews: readonly ReviewForm[]
  readonly method?: string
  /** Criteria of the file that give no review: not evaluated, judged by a program, of no level A or AA. */
  readonly leftOut: readonly string[]
}

/** Verdicts about the web, whole sample unless a line says otherwise. Throws YamlFileError or TargetError with every fault. */
export function fromOpenAcr(source: string, given: Given): FromOpenAcr {
  const { value: form, at } = parseYaml<Form>(source, schema, given.shown)
  const problems = new Problems(given.shown, at)
  if (form.product.version !== given.version)
    problems.add(
      '/product/version',
      `is ${form.product.version ? `"${form.product.version}"` : 'not there'}. Expected "${given.version}", which the report is of: a review speaks of one version. Take the report of that version.`,
    )
  const leftOut: string[] = []
  const reviews = Object.entries(form.chapters ?? {}).flatMap(([chapter, content]) =>
    (content?.criteria ?? []).flatMap(({ num, components = [] }, i) =>
      components.flatMap(({ name, adherence }, k): ReviewForm[] => {
        if (name !== 'web' || !adherence) return []
        const pointer = `/chapters/${chapter}/criteria/${i}/components/${k}/adherence/level`
        const found = given.criteria.includes(num) ? reviewsIn(adherence, num, form, given, problems, pointer) : []
        if (found.length === 0) leftOut.push(num)
        return found
      }),
    ),
  )
  problems.raise()
  const { evaluation_methods_used: method } = form
  return { reviews, leftOut, ...(method && { method }) }
}

function reviewsIn(
  { level, notes = '' }: { readonly level: string; readonly notes?: string },
  criterion: string,
  form: Form,
  given: Given,
  problems: Problems,
  pointer: string,
): ReviewForm[] {
  const lines = notes.split('\n').filter(line => line.startsWith(`${REVIEWED}${SEPARATOR}`))
  if (lines.length > 0) return lines.flatMap(line => fromLine(line, criterion) ?? [])
  if (level === 'not-evaluated' || notes.startsWith(TOOL)) return []
  if (!isVerdict(level)) {
    problems.add(
      pointer,
      `is "${level}". Expected one of ${reviewVerdicts.join(', ')}, not-evaluated. Use the words of OpenACR.`,
    )
    return []
  }
  const by = given.by ?? form.author.name ?? form.author.company_name
  const aids = given.with ?? form.evaluation_methods_used
  const on = given.on ?? form.report_date
  if (!by) problems.add('/author', 'names nobody. Expected who looked. Say it with --by.')
  if (!aids)
    problems.add(
      '',
      'does not say how it was evaluated. Expected assistive technology and browser. Say it with --with.',
    )
  if (!on || !/^\d{4}-\d{2}-\d{2}$/.test(on))
    problems.add(
      '/report_date',
      `is ${on ? `"${on}"` : 'not there'}. Expected a day such as 2026-11-20. Say it with --on.`,
    )
  if (!by || !aids || !on) return []
  const said = notes.trim()
  return [{ criterion, verdict: level, by, with: aids.trim(), on, ...(said && { notes: said }) }]
}

/** A line that this program wrote. */
function fromLine(line: string, criterion: string): ReviewForm | undefined {
  const [, verdict, pages = '', by = '', role, aids = '', on = '', notes] = line.split('|').map(field => field.trim())
  if (!isVerdict(verdict)) return undefined
  return {
    criterion,
    ...(pages !== WHOLE && { pages: pages.split(' ') }),
    verdict,
    by,
    ...(role && { role }),
    with: aids,
    on,
    ...(notes && { notes }),
  }
}

const isVerdict = (word: string | undefined): word is ReviewVerdict => reviewVerdicts.some(verdict => verdict === word)
