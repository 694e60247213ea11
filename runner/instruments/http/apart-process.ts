/** Speaks HTTP/2 for one origin in a process of its own; started by `apart.ts`. */
import { serveApart } from './apart.ts'
import { httpClient } from './client.ts'

serveApart(options => httpClient({ ...options, apart: false }))
