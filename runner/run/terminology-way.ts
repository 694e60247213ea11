import type { Target } from '../target/model.ts'

/** The terminology server, by the way this run takes to everything: proxy and private root are the target file's. */
export const throughTarget = ({ url }: { readonly url: string }, { ca, proxy }: Target) => ({
  url,
  ...(ca && { ca: ca.pem }),
  ...(proxy && {
    proxy: { url: proxy.url, ...(proxy.username && { token: basicOf(proxy.username, proxy.password) }) },
  }),
})

const basicOf = (username: string, password?: { reveal(): string }) =>
  `Basic ${Buffer.from(`${username}:${password?.reveal() ?? ''}`).toString('base64')}`
