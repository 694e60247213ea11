import { join } from 'node:path'
import { userCache } from '../../packages/caches.ts'
import { validatorPlaces } from '../fhir-validator/official/places.ts'
import { ukCoreIn } from '../fhir-validator/official/uk-core.ts'
import type { Tool } from './tool.ts'

/** Finds the UK Core package that the validators would load. One in the user's own cache is not used until it was set up. */
export function findUkCore(data: string, cache: string = userCache()): Tool {
  const { packages } = validatorPlaces(data)
  const [id] = ukCoreIn(packages)
  const [known] = ukCoreIn(cache)
  const tool = {
    name: 'UK Core package',
    costs: 'resources are not validated against the UK Core profiles; checks of UK Core look at named elements only',
    mend: known ? 'mustdo setup uk-core' : 'mustdo setup uk-core <package.tgz> (HL7 UK publishes it)',
  }
  return id
    ? { ...tool, found: true, version: id.replace('#', ' '), where: join(packages, id) }
    : { ...tool, found: false, because: known ? `${known} is in ${cache}, and not set up` : `none in ${packages}` }
}
