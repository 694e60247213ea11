/** An ETag field taken apart (RFC 9110, 8.8.3); undefined when there is none or it is malformed. */
export function entityTag(field: string | undefined): { readonly weak: boolean; readonly tag: string } | undefined {
  const match = /^\s*(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*$/.exec(field ?? '')
  return match ? { weak: match[1] !== undefined, tag: match[2] ?? '' } : undefined
}
