/** What is wrong, the file, and the complaints word for word. */
export type Wrong = readonly [what: string, file: string | Uint8Array, complaints: readonly string[]]
