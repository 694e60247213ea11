// Versions and suites as mustdo and sslyze see them.

const names = {
  ssl_2_0_cipher_suites: 'SSLv2',
  ssl_3_0_cipher_suites: 'SSLv3',
  tls_1_0_cipher_suites: 'TLSv1',
  tls_1_1_cipher_suites: 'TLSv1.1',
  tls_1_2_cipher_suites: 'TLSv1.2',
  tls_1_3_cipher_suites: 'TLSv1.3',
}
const named = list => list.map(({ cipher_suite: { name } }) => name)

/** Version → the suites that sslyze saw taken, and all that it asked for; undefined where it could not tell. */
export const facts = scan =>
  Object.fromEntries(
    Object.entries(names).map(([key, version]) => {
      const { status, result } = scan[key] ?? {}
      if (status !== 'COMPLETED') return [version, undefined]
      const taken = named(result.accepted_cipher_suites)
      return [version, { taken, asked: new Set([...taken, ...named(result.rejected_cipher_suites)]) }]
    }),
  )

/** Suites that one knows of and the other does not, of those that both asked for. */
export function differences(versions, other) {
  return versions.flatMap(({ version, suites }) => {
    const mine = new Set(suites.map(({ name }) => name))
    const { taken, asked } = other[version] ?? {}
    if (!taken) return [`${version}: sslyze could not tell`]
    const missed = taken.filter(name => !mine.has(name))
    const more = [...mine].filter(name => asked.has(name) && !taken.includes(name))
    return [
      ...(missed.length > 0 ? [`${version}: only sslyze ${missed.join(', ')}`] : []),
      ...(more.length > 0 ? [`${version}: only mustdo ${more.join(', ')}`] : []),
    ]
  })
}
