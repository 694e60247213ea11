/** Where complaints go: the file's own collector, or that of a bare address. */
interface Complaints {
  add(pointer: string, message: string): void
  warn(pointer: string, message: string): void
}

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/

/** What a pointer's address must be, for the complaint. */
const EXPECTED = 'Expected an absolute https address, as https://api.acme.example/fhir.'

/**
 * An address of the file, as an URL object. Undefined after a complaint: not absolute, credentials in it, a fragment, plain http
 * to anywhere but this machine (which is only a warning there). Never quotes an address that holds credentials.
 */
export function parseAddress(problems: Complaints, pointer: string, written: string): URL | undefined {
  const url = URL.canParse(written) ? new URL(written) : undefined
  if (url && (url.username !== '' || url.password !== '')) {
    problems.add(pointer, `holds credentials. ${EXPECTED} Make them an identity and take them out of the address.`)
    return undefined
  }
  if (!url || url.host === '') {
    const bare = !written.includes('//') && /^[\w.-]+(\.[a-z]{2,}|:\d+)(\/|$)/i.test(written)
    const guess = bare && URL.canParse(`https://${written}`) ? ` Did you mean "https://${written}"?` : ''
    problems.add(pointer, `is "${written}". ${EXPECTED}${guess || ' Write it in full.'}`)
    return undefined
  }
  if (url.hash !== '' || written.includes('#')) {
    problems.add(pointer, `is "${written}". Expected an address without a fragment. Leave out everything from "#".`)
    return undefined
  }
  if (url.protocol === 'https:') return url
  if (url.protocol === 'http:' && LOOPBACK.test(url.hostname)) {
    problems.warn(pointer, 'is plain http on this machine; checks of HTTPS will fail or not apply.')
    return url
  }
  problems.add(
    pointer,
    `is "${written}". ${EXPECTED}${url.protocol === 'http:' ? ' Plain http is for loopback only.' : ' Write it in full.'}`,
  )
  return undefined
}
