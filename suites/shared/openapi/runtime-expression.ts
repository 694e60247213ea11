/** Runtime expressions of links: `$response.body#/id`, `$request.path.id` … (OpenAPI 3.0.4, 4.8.20.4). */
import type { Exchange } from '../../../runner/check.ts'

/** The value that an expression names in an exchange; a plain value is itself. Undefined when nothing is there. */
export function valueByExpression(expression: unknown, { request, response }: Exchange): unknown {
  if (typeof expression !== 'string') return expression
  if (/\{\$[^{}]+\}/.test(expression))
    return expression.replace(/\{(\$[^{}]+)\}/g, (_, inner: string) =>
      String(valueByExpression(inner, { request, response } as Exchange)),
    )
  if (!expression.startsWith('$')) return expression
  if (expression === '$url') return request.url
  if (expression === '$method') return request.method
  if (expression === '$statusCode') return response?.status
  const [, side, rest = ''] = /^\$(request|response)\.(.*)$/s.exec(expression) ?? []
  const said = side === 'request' ? request : response
  if (rest.startsWith('header.')) return said?.headers[rest.slice(7).toLowerCase()]
  if (side === 'request' && rest.startsWith('query.'))
    return new URL(request.url).searchParams.get(rest.slice(6)) ?? undefined
  if (rest.startsWith('body')) return inBody(said?.body?.text, rest.slice(4).replace(/^#/, ''))
  return undefined
}

function inBody(text: string | undefined, pointer: string): unknown {
  try {
    let held = JSON.parse(text ?? '') as unknown
    for (const step of pointer.split('/').slice(1))
      held = (held as { [name: string]: unknown } | null)?.[step.replaceAll('~1', '/').replaceAll('~0', '~')]
    return held
  } catch {
    return undefined
  }
}
