/** Header fields by lower-case name; repeated ones joined as RFC 9110 5.3 has it, cookies with LF because they cannot be. */
export function joinHeaders(raw: readonly (readonly [string, string])[]): { readonly [name: string]: string } {
  const joined: { [name: string]: string } = {}
  for (const [name, value] of raw) {
    const key = name.toLowerCase()
    joined[key] = key in joined ? `${joined[key]}${key === 'set-cookie' ? '\n' : ', '}${value}` : value
  }
  return joined
}
