/** The page about the target file, made from its schema so that the two cannot differ. Pure. */
import { authKeys } from './identities.ts'

interface Node {
  readonly title?: string
  readonly description?: string
  readonly type?: string
  readonly $ref?: string
  readonly enum?: readonly string[]
  readonly const?: unknown
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly items?: Node
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly properties?: Readonly<Record<string, Node>>
  readonly required?: readonly string[]
  readonly $defs?: Readonly<Record<string, Node>>
}

/** Markdown of `docs/target-file.md`: every key with type, default and example. `example` is a file that loads. */
export function targetFilePage(schema: object, example: string): string {
  const root = schema as Node
  const defs = root.$defs ?? {}
  const sections = [{ title: 'Top level', node: root, path: '' }, ...sectionsOf(root, defs, '', new Set())]
  return `${[
    '<!-- Generated from runner/target/target.schema.json. Do not edit: change the schema and run `npm run docs`. -->',
    '# The target file',
    `${root.description ?? ''} Editors check it as you type when its first line is \`# yaml-language-server: $schema=node_modules/mustdo/dist/runner/target/target.schema.json\`.`,
    'Keys in **bold** are needed. `mustdo init <url>` writes a first version.',
    ...sections.map(({ title, node, path }) => section(title, node, path, defs)),
    ways(),
    `## Example\n\n\`\`\`yaml\n${example.trimEnd()}\n\`\`\``,
  ].join('\n\n')}\n`
}

interface Section {
  readonly title: string
  readonly node: Node
  readonly path: string
}

/** Objects below a node, each once, in the order in which they are first named. */
function sectionsOf(
  node: Node,
  defs: Readonly<Record<string, Node>>,
  path: string,
  seen: Set<string>,
): readonly Section[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const inList = child.items?.$ref !== undefined
    const name = (child.$ref ?? child.items?.$ref)?.split('/').at(-1) ?? ''
    const object = defs[name]
    if (!object?.properties || seen.has(name)) return []
    seen.add(name)
    const here = `${path}${key}${inList ? '[]' : ''}`
    return [{ title: `\`${here}\``, node: object, path: here }, ...sectionsOf(object, defs, `${here}.`, seen)]
  })
}

function section(title: string, node: Node, path: string, defs: Readonly<Record<string, Node>>): string {
  const rows = Object.entries(node.properties ?? {}).map(([key, child]) => {
    const full = { ...defs[child.$ref?.split('/').at(-1) ?? ''], ...child }
    const name = node.required?.includes(key) ? `**\`${key}\`**` : `\`${key}\``
    const fallback = full.default === undefined ? '' : code(full.default)
    const example = full.examples?.[0] === undefined ? '' : code(full.examples[0])
    return `| ${name} | ${typeOf(full)} | ${fallback} | ${example} | ${sentence(full.description)} |`
  })
  const intro = path !== '' && node.description ? `${sentence(node.description)}\n\n` : ''
  return `## ${title}\n\n${intro}| key | type | default | example | what it says |\n|---|---|---|---|---|\n${rows.join('\n')}`
}

function typeOf(node: Node): string {
  if (node.enum) return node.enum.map(code).join(', ')
  if (node.const !== undefined) return code(node.const)
  if (node.title === 'secret') return 'secret'
  if (node.type === 'array')
    return `list of ${node.items?.enum ? node.items.enum.map(code).join(', ') : plain(node.items)}`
  const from = node.minimum ?? node.exclusiveMinimum
  if (from !== undefined)
    return `${node.type} ${node.minimum === undefined ? 'above' : 'from'} ${from} to ${node.maximum}`
  if (node.type === 'object' && !node.properties) return 'names and texts'
  return node.type === 'object' || node.properties ? 'keys, see below' : (node.type ?? 'text').replace('string', 'text')
}

const plain = (items: Node | undefined) => {
  const name = items?.$ref?.split('/').at(-1) ?? 'text'
  return ['text', 'name'].includes(name)
    ? 'text'
    : name === 'requirement'
      ? 'requirement ids'
      : `${name} keys, see below`
}

function ways(): string {
  const rows = Object.entries(authKeys).map(
    ([way, { needed, may }]) => `| ${code(way)} | ${needed.map(code).join(', ')} | ${may.map(code).join(', ')} |`,
  )
  return `## Ways of authenticating\n\nEach identity has \`name\` and \`auth\`, may have \`endpoints\`, \`patient\`, \`role\`, \`tenant\` and \`headers\`, and the keys of its way. \`client-secret\`, \`private-key-jwt\` and \`authorization-code\` need one of \`tokenUrl\` and \`issuer\`.\n\n| auth | needs | may have |\n|---|---|---|\n${rows.join('\n')}`
}

const code = (value: unknown) =>
  `\`${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('|', '\\|')}\``

function sentence(text: string | undefined): string {
  if (!text) return ''
  const capital = text.charAt(0).toUpperCase() + text.slice(1)
  return `${capital.replaceAll('|', '\\|').replace(/\.$/, '')}.`
}
