import type { Context } from './context.ts'
import { expectKnown, expectUnique } from './context.ts'
import { placeOn } from './endpoints.ts'
import type { FileForm, JourneyForm, StepForm } from './file-form.ts'
import type { Endpoint, Journey, JourneyStep } from './model.ts'
import { resolveSecret } from './secrets.ts'

const KEYS = ['go', 'fill', 'choose', 'check', 'press', 'expect'] as const
const REFERENCE = /^\s*\$\{/

/** The journeys of the file, with their secrets resolved; a fault in one leaves it out after a complaint. */
export function loadJourneys(context: Context, form: FileForm, endpoints: readonly Endpoint[]): readonly Journey[] {
  const forms = form.journeys ?? []
  expectUnique(context, '/journeys', forms, 'name')
  const identities = (form.identities ?? []).map(({ name }) => name)
  return forms.flatMap((one, i) => loadJourney(context, `/journeys/${i}`, one, endpoints, identities) ?? [])
}

function loadJourney(
  context: Context,
  at: string,
  form: JourneyForm,
  endpoints: readonly Endpoint[],
  identities: readonly string[],
): Journey | undefined {
  const webs = endpoints.filter(({ kind }) => kind === 'web')
  const endpoint = webs.find(({ name }) => name === form.endpoint)
  if (!endpoint)
    expectKnown(
      context,
      `${at}/endpoint`,
      form.endpoint,
      webs.map(({ name }) => name),
      'the name of an endpoint of kind web',
    )
  if (form.as !== undefined)
    expectKnown(context, `${at}/as`, form.as, identities, 'the name of an identity in this file')
  if (form.steps[0] && form.steps[0].go === undefined)
    context.problems.add(
      `${at}/steps/0`,
      'is not a "go". Expected the page at which the journey begins. Begin with a step as "go: /path".',
    )
  const steps = form.steps.flatMap(
    (step, i) => loadStep(context, `${at}/steps/${i}`, form.name, step, endpoint?.url) ?? [],
  )
  if (!endpoint) return undefined
  return { name: form.name, endpoint: endpoint.name, identity: form.as ?? endpoint.identity ?? null, steps }
}

function loadStep(
  context: Context,
  at: string,
  journey: string,
  step: StepForm,
  base: string | undefined,
): JourneyStep | undefined {
  const given = KEYS.filter(key => step[key] !== undefined)
  if (given.length !== 1) {
    context.problems.add(
      at,
      `has ${given.length === 0 ? 'no key' : given.join(' and ')}. Expected exactly one of ${KEYS.join(', ')}. Give each act a step of its own.`,
    )
    return undefined
  }
  if (step.go !== undefined) {
    const url = base === undefined ? undefined : placeOn(context, `${at}/go`, new URL(base), step.go)
    return url === undefined ? undefined : { does: 'go', url }
  }
  if (step.fill) {
    const fields = valuesOf(context, `${at}/fill`, step.fill)
    return {
      does: 'fill',
      fields: fields.flatMap(({ pointer, field, value }) => {
        const kept = REFERENCE.test(value) ? resolveSecret(context, pointer, `${journey}.${field}`, value) : value
        return kept === undefined ? [] : [{ field, value: kept }]
      }),
    }
  }
  if (step.choose)
    return {
      does: 'choose',
      fields: valuesOf(context, `${at}/choose`, step.choose).map(({ field, value }) => ({ field, value })),
    }
  if (step.check) return { does: 'check', fields: step.check }
  if (step.press !== undefined) return { does: 'press', what: step.press }
  return { does: 'expect', what: step.expect ?? '' }
}

/** Texts by the names of fields; the complaint about another value never quotes it. */
function valuesOf(context: Context, at: string, fields: Readonly<Record<string, unknown>>) {
  return Object.entries(fields).flatMap(([field, value]) => {
    const pointer = `${at}/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (typeof value === 'string' && value !== '') return [{ pointer, field, value }]
    context.problems.add(pointer, 'is no text. Expected what is entered, in quotes. Put it in quotes.')
    return []
  })
}
