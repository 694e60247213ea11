/** What a security.txt says, field by field in its order (RFC 9116, 2). Names are in lower case. */
export interface SecurityTxt {
  readonly fields: readonly { readonly name: string; readonly value: string }[]
  /** Wrapped in an OpenPGP cleartext signature (2.3), which is not verified here. */
  readonly signed: boolean
}

/** Reads the file; comments and unknown lines are passed over, as the RFC asks of readers (2.1, 2.4). */
export function readSecurityTxt(text: string): SecurityTxt {
  const signed = /^-----BEGIN PGP SIGNED MESSAGE-----/.test(text) && /-----BEGIN PGP SIGNATURE-----/.test(text)
  const lines = text.split(/-----BEGIN PGP SIGNATURE-----/)[0]?.split(/\r?\n/) ?? []
  const fields = lines.flatMap(line => {
    const [, name, value] = /^(?:- )?([A-Za-z][\w-]*):\s*(.*?)\s*$/.exec(line) ?? []
    return name && value !== undefined && !/^hash$/i.test(name) ? [{ name: name.toLowerCase(), value }] : []
  })
  return { fields, signed }
}

export const valuesOf = ({ fields }: SecurityTxt, name: string): string[] =>
  fields.filter(field => field.name === name).map(({ value }) => value)
