/**
 * Whether an answer came from something in front of the product (a rate limiter, a firewall, a bot challenge, a proxy that could
 * not reach it). Such an answer says nothing about the product and is never judged.
 */
import type { Exchange } from '../../reports/record.ts'

const challenge =
  /cf-chl|challenge-platform|attention required! \| cloudflare|captcha|incapsula incident|request unsuccessful|the requested url was rejected|access denied.{0,200}reference\s*#/is

/** What stands in front, in words for a report; undefined when the product itself answered. */
export function gatewayBehind(exchange: Exchange): string | undefined {
  const { response } = exchange
  if (!response) return undefined
  const { status, headers, body } = response
  if (status === 429)
    return `a rate limit (429${headers['retry-after'] ? `, Retry-After ${headers['retry-after']}` : ''})`
  if (headers['cf-mitigated'] || headers['x-amzn-waf-action']) return 'a firewall challenge'
  if ((status === 502 || status === 504) && !/fhir/i.test(headers['content-type'] ?? ''))
    return `a gateway that could not reach the product (${status})`
  if (
    (status === 403 || status === 503) &&
    /html/i.test(headers['content-type'] ?? '') &&
    challenge.test(body.text ?? '')
  )
    return 'a firewall or challenge page'
  return undefined
}
