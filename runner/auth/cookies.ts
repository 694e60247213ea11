/** The cookies of one sign-in, as far as a browser would send them back to the addresses on the way (RFC 6265). */
interface Cookie {
  readonly host: string
  readonly path: string
  readonly name: string
  readonly value: string
}

export class Cookies {
  readonly #kept = new Map<string, Cookie>()

  /** Takes what an answer of `url` sets. Expired ones are dropped. A Domain wider than the host is not looked at. */
  take(url: string, rawHeaders: readonly (readonly [string, string])[]): void {
    const { hostname, pathname } = new URL(url)
    for (const [header, field] of rawHeaders) {
      if (header.toLowerCase() !== 'set-cookie') continue
      const [pair = '', ...attributes] = field.split(';').map(part => part.trim())
      const cut = pair.indexOf('=')
      if (cut < 1) continue
      const told = (name: string) =>
        attributes.find(one => one.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1)
      const path = told('path') || pathname.replace(/\/[^/]*$/, '') || '/'
      const cookie = { host: hostname, path, name: pair.slice(0, cut), value: pair.slice(cut + 1) }
      const key = `${cookie.host} ${cookie.path} ${cookie.name}`
      const over = Number(told('max-age')) <= 0 || Date.parse(told('expires') ?? '') < Date.now()
      if (over) this.#kept.delete(key)
      else this.#kept.set(key, cookie)
    }
  }

  /** The same cookies, which later answers do not change. */
  copy(): Cookies {
    const other = new Cookies()
    for (const [key, cookie] of this.#kept) other.#kept.set(key, cookie)
    return other
  }

  /** Values by name. */
  values(): ReadonlyMap<string, string> {
    return new Map([...this.#kept.values()].map(({ name, value }) => [name, value]))
  }

  /** The Cookie header for an address; undefined when there is nothing to send. */
  for(url: string): string | undefined {
    const { hostname, pathname } = new URL(url)
    const sent = [...this.#kept.values()].filter(
      ({ host, path }) =>
        host === hostname && (pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`)),
    )
    return sent.length > 0 ? sent.map(({ name, value }) => `${name}=${value}`).join('; ') : undefined
  }
}
