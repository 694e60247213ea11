import type { Tool } from './tool.ts'

/**
 * What `mustdo doctor` prints: one line a tool, and under what is missing why, what that costs the report, and the command that
 * mends it. Plain text, no colour; the last line sums up.
 */
export function renderTools(tools: readonly Tool[]): string {
  const widest = Math.max(0, ...tools.map(({ name }) => name.length))
  const lines = tools.flatMap(tool => {
    const head = `${tool.found ? 'found  ' : 'missing'}  ${tool.name.padEnd(widest)}`
    if (tool.found) return [`${head}  ${[tool.version, tool.where].filter(text => text).join('  ')}`.trimEnd()]
    const pad = ' '.repeat(9)
    return [`${head}  ${tool.because ?? ''}`.trimEnd(), `${pad}costs: ${tool.costs}`, `${pad}next:  ${tool.mend}`]
  })
  const missing = tools.filter(({ found }) => !found)
  const verdict = missing.some(({ needed }) => needed)
    ? 'Nothing can run until what is needed is there.'
    : missing.length === 0
      ? 'Everything is there.'
      : `Runs work; ${missing.length} of ${tools.length} tools are missing, and reports say what that leaves untested.`
  return `${[...lines, '', verdict].join('\n')}\n`
}
