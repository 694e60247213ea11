/** The archive beside a report. Read back before anyone is told of it. */
import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { type Ahead, pack } from '../../reports/bundle/pack.ts'
import { unpack } from '../../reports/bundle/unpack.ts'

export const bundleBeside = (report: string): string => `${report.replace(/\.html?$/i, '')}.zip`

/** Packs the sealed report at `path`, with what was packed `ahead` of it, and returns where the archive is. */
export function writeBundle(path: string, ahead?: Ahead): string {
  const file = bundleBeside(path)
  const bytes = pack(readFileSync(path), basename(path), ahead)
  unpack(bytes)
  writeFileSync(file, bytes)
  return file
}
