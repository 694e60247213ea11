import type {
  ElementDefinition,
  ElementDefinitionBinding,
  ElementDefinitionSlicing,
  StructureDefinition,
} from 'fhir/r4.js'

export interface TypeRef {
  readonly code: string
  readonly profiles: readonly string[]
  readonly targets: readonly string[]
}

export interface Constraint {
  readonly key: string
  readonly severity: 'error' | 'warning'
  readonly human: string
  readonly expression?: string
}

/** One element of a snapshot, with those inside it. */
export interface Node {
  /** Its path in the definition: `Patient.contact`. */
  readonly path: string
  /** The last step of it: `contact`, `deceased[x]`. */
  readonly name: string
  readonly min: number
  readonly max: number
  /** Whether JSON has it as an array: what the base definition allows decides, not the profile. */
  readonly many: boolean
  readonly types: readonly TypeRef[]
  readonly constraints: readonly Constraint[]
  readonly children: ReadonlyMap<string, Node>
  readonly slices: ReadonlyMap<string, Node>
  readonly slicing?: ElementDefinitionSlicing
  /** The element whose content this one has, as parts of a part. */
  readonly same?: () => Node | undefined
  readonly fixed?: unknown
  readonly pattern?: unknown
  readonly least?: unknown
  readonly most?: unknown
  readonly maxLength?: number
  readonly binding?: ElementDefinitionBinding
}

type Growing = Node & { children: Map<string, Node>; slices: Map<string, Node> }

const SYSTEM_TYPE = 'http://hl7.org/fhirpath/System.'

/** Builds the tree of a snapshot. Slices hang at the element that they slice. */
export function treeOf(structure: StructureDefinition): Node {
  const byId = new Map<string, Growing>()
  for (const element of structure.snapshot?.element ?? []) {
    const id = element.id ?? element.path
    const node = nodeOf(element, structure.kind, reference => byId.get(reference))
    byId.set(id, node)
    const cut = id.lastIndexOf('.')
    const parent = cut < 0 ? undefined : byId.get(id.slice(0, cut))
    const [name = '', slice] = id.slice(cut + 1).split(':', 2)
    if (slice !== undefined) parent?.children.get(name)?.slices && addSlice(parent, name, slice, node)
    else parent?.children.set(name, node)
  }
  const root = byId.values().next().value
  if (!root) throw new Error(`${structure.url} has no snapshot. Expected one: profiles are validated by it.`)
  return root
}

const addSlice = (parent: Growing, name: string, slice: string, node: Node) =>
  (parent.children.get(name) as Growing | undefined)?.slices.set(slice, node)

function nodeOf(
  element: ElementDefinition,
  kind: StructureDefinition['kind'],
  find: (id: string) => Node | undefined,
): Growing {
  const most = (max: string | undefined) => (max === '*' ? Number.POSITIVE_INFINITY : Number(max ?? 1))
  const base = most(element.base?.max ?? element.max)
  const reference = element.contentReference?.split('#')[1]
  const value = (prefix: string) => valueIn(element, prefix)
  return {
    path: element.path,
    name: element.path.slice(element.path.lastIndexOf('.') + 1),
    min: element.min ?? 0,
    max: most(element.max),
    many: base > 1,
    types: (element.type ?? []).map(type => ({
      // R4 types Resource.id as a string; resource.html#id says it is an id.
      code: kind === 'resource' && /^[A-Z]\w*\.id$/.test(element.path) ? 'id' : codeOf(type),
      profiles: type.profile ?? [],
      targets: type.targetProfile ?? [],
    })),
    constraints: (element.constraint ?? []) as readonly Constraint[],
    children: new Map(),
    slices: new Map(),
    ...(element.slicing && { slicing: element.slicing }),
    ...(reference !== undefined && { same: () => find(reference) }),
    fixed: value('fixed'),
    pattern: value('pattern'),
    least: value('minValue'),
    most: value('maxValue'),
    ...(element.maxLength !== undefined && { maxLength: element.maxLength }),
    ...(element.binding && { binding: element.binding }),
  }
}

/** `fixedCode`, `patternCodeableConcept` …: the value, whatever its type. */
function valueIn(element: ElementDefinition, prefix: string): unknown {
  const key = Object.keys(element).find(name => name.startsWith(prefix) && /^[A-Z]/.test(name.slice(prefix.length)))
  return key === undefined ? undefined : element[key as keyof ElementDefinition]
}

/** Values of primitives are typed in FHIRPath's names; an extension says FHIR's. */
function codeOf({ code, extension }: NonNullable<ElementDefinition['type']>[number]): string {
  const own = extension?.find(({ url }) => url.endsWith('/structuredefinition-fhir-type'))
  const system = code.startsWith(SYSTEM_TYPE) ? code.slice(SYSTEM_TYPE.length).toLowerCase() : code
  return own?.valueUrl ?? own?.valueUri ?? system
}
