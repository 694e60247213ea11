/**
 * Hosts in a list of scripts that serve JSONP or Angular to everybody, so that an injected address of theirs runs any script. Which
 * they are is Google's csp_evaluator to say; it is asked for that judgement and no other.
 */
import { checkScriptAllowlistBypass } from 'csp_evaluator/dist/checks/security_checks.js'
import { Csp } from 'csp_evaluator/dist/csp.js'
import { Severity } from 'csp_evaluator/dist/finding.js'
import { isOpen, type Policy, sourcesOf } from './csp.ts'

export interface Bypass {
  /** The source expression, as the policy has it. */
  readonly source: string
  readonly because: string
}

/** The first such host that every policy lets in; none where a policy names its scripts by nonce or hash and 'strict-dynamic'. */
export function bypassOf(policies: readonly Policy[]): Bypass | undefined {
  const lists = policies.map(policy => sourcesOf(policy, 'script-src-elem', 'script-src', 'default-src'))
  return lists
    .flatMap(list => bypassesIn(list ?? []))
    .find(({ source }) => lists.every(list => !list || list.includes(source) || isOpen(list)))
}

function bypassesIn(list: readonly string[]): Bypass[] {
  if (list.includes("'strict-dynamic'")) return []
  return checkScriptAllowlistBypass(new Csp({ 'script-src': list.filter(isHost) }))
    .filter(({ severity }) => severity === Severity.HIGH)
    .map(({ value = '', description }) => ({ source: value, because: description }))
}

/** Whether csp_evaluator can read a source as an address; it throws at any other. */
const isHost = (source: string): boolean =>
  source === "'unsafe-eval'" ||
  (!source.startsWith("'") &&
    URL.canParse(
      `https://${source
        .replace(/^\w[+\w.-]*:\/\//, '')
        .replace(':*', '')
        .replace('*', 'x')}`,
    ))
