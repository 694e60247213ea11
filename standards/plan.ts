/** The national plan: its commitments, and the requirements of the catalogue that answer them. */
import { catalogueRoot, readFile } from './files.ts'
import { CatalogueError } from './index.ts'
import type { Catalogue } from './model.ts'
import { nearest } from './nearest.ts'
import { YamlFileError } from './yaml-file.ts'

export interface Commitment {
  readonly id: string
  readonly theme: string
  readonly commitment: string
  readonly packs?: readonly string[]
  readonly requirements?: readonly string[]
  /** Why it, or a part of it, is no duty of a product. */
  readonly notProduct?: string
  /** What this project itself does about it. */
  readonly mustdo?: string
}

export interface NationalPlan {
  readonly title: string
  readonly url: string
  readonly published: string
  readonly commitments: readonly Commitment[]
}

/** Reads `national-plan.yaml` and checks its references against the catalogue. Throws CatalogueError. */
export function loadNationalPlan(catalogue: Catalogue, root: string = catalogueRoot): NationalPlan {
  try {
    const file = readFile<NationalPlan>(root, 'national-plan', 'national-plan.yaml')
    const problems: string[] = []
    const refer = (pointer: string, what: string, id: string, known: readonly string[]) => {
      if (known.includes(id)) return
      const near = nearest(id, known)
      const guess = near === undefined ? '' : ` Did you mean "${near}"?`
      problems.push(
        file.error(pointer, `${what} "${id}" does not exist. Expected an id of the catalogue.${guess}`).message,
      )
    }
    file.value.commitments.forEach((commitment, i) => {
      commitment.packs?.forEach((id, j) => {
        refer(`/commitments/${i}/packs/${j}`, 'pack', id, [...catalogue.packs.keys()])
      })
      commitment.requirements?.forEach((id, j) => {
        refer(`/commitments/${i}/requirements/${j}`, 'requirement', id, [...catalogue.requirements.keys()])
      })
    })
    if (problems.length > 0) throw new CatalogueError(problems)
    return file.value
  } catch (error) {
    if (error instanceof YamlFileError) throw new CatalogueError(error.problems)
    throw error
  }
}
