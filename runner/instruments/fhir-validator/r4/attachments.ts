import { createHash } from 'node:crypto'
import type { Json } from './json.ts'
import { broken } from './report.ts'
import type { Scope } from './scope.ts'

/** Whether an attachment's size and hash are those of the data that it carries (datatypes.html#Attachment). */
export function checkAttachment({ data, size, hash }: Json, path: string, { report }: Scope): void {
  if (typeof data !== 'string' || (size === undefined && hash === undefined)) return
  const bytes = Buffer.from(data, 'base64')
  if (typeof size === 'number' && size !== bytes.length)
    report.add(broken.attachment, path, `${path}.size is ${size}; its data has ${bytes.length} bytes`)
  if (typeof hash === 'string' && hash !== createHash('sha1').update(bytes).digest('base64'))
    report.add(broken.attachment, path, `${path}.hash is not the SHA-1 of its data`)
}
