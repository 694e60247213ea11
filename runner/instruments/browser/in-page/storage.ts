/// <reference lib="dom" />
import type { PageDetails } from '../../../../reports/record.ts'
import type { Cut } from './cut.ts'

export type Storage = NonNullable<PageDetails['storage']>

/** What the page keeps in the browser, told by what it looks like. Runs in the page, so it must not refer to anything outside itself. */
export async function readStorage(): Promise<{ readonly storage: Storage } & Cut> {
  const MOST = 500
  let cut = false
  const some = <T>(all: readonly T[]): readonly T[] => {
    cut ||= all.length > MOST
    return all.slice(0, MOST)
  }
  const isNhsNumber = (digits: string) => {
    const sum = [...digits.slice(0, 9)].reduce((total, digit, place) => total + Number(digit) * (10 - place), 0)
    return (11 - (sum % 11)) % 11 === Number(digits[9])
  }
  const look = (area: Storage[number]['area'], name: string, value: string): Storage[number] => {
    const numbers = value.match(/(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)/g) ?? []
    const found: [Storage[number]['holds'][number], boolean][] = [
      ['nhs-number', numbers.some(text => isNhsNumber(text.replace(/\D/g, '')))],
      ['fhir-resource', /"resourceType"\s*:\s*"(Patient|[A-Z][A-Za-z]+)"/.test(value)],
      ['personal-details', /"(birth_?date|date_?of_?birth|dob|nhs_?number|family_?name|surname)"\s*:/i.test(value)],
    ]
    const holds = found.flatMap(([what, is]) => (is ? [what] : []))
    return { area, name: name.replace(/\d/g, 'x').slice(0, 80), characters: value.length, holds }
  }
  const inArea = (area: 'local' | 'session') => {
    try {
      const kept = area === 'local' ? localStorage : sessionStorage
      return some(Object.keys(kept)).map(name => look(area, name, kept.getItem(name) ?? ''))
    } catch {
      // A page without an origin of its own has no storage.
      return []
    }
  }
  const answered = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  const inDatabases = async () => {
    const found: Storage[number][] = []
    for (const { name = '' } of some(await indexedDB.databases())) {
      const database = await answered(indexedDB.open(name))
      for (const store of some([...database.objectStoreNames])) {
        const values = await answered(
          database
            .transaction(store)
            .objectStore(store)
            .getAll(undefined, MOST + 1),
        )
        found.push(look('indexed-db', `${name}/${store}`, JSON.stringify(some(values)) ?? ''))
      }
      database.close()
    }
    return found
  }
  const late = new Promise<'late'>(resolve => setTimeout(resolve, 3_000, 'late'))
  const databases = await Promise.race([inDatabases().catch(() => []), late])
  cut ||= databases === 'late'
  const kept = databases === 'late' ? [] : databases
  return { storage: [...inArea('local'), ...inArea('session'), ...kept], cut: cut ? ['storage'] : [] }
}
