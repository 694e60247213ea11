/** Shuts every door of this thread to the network. For threads that judge what strangers wrote; there is no way back. */
import dgram from 'node:dgram'
import dns from 'node:dns'
import net from 'node:net'

/** After this, opening a socket, listening and looking up a name throw in this thread. */
export function forbidNetwork(): void {
  const forbidden = (): never => {
    throw new Error('the network is forbidden here')
  }
  net.Socket.prototype.connect = forbidden
  net.Server.prototype.listen = forbidden
  dgram.Socket.prototype.send = forbidden
  dgram.Socket.prototype.bind = forbidden
  dns.lookup = forbidden as unknown as typeof dns.lookup
  dns.promises.lookup = forbidden as unknown as typeof dns.promises.lookup
}
