/** A server's name, taken apart. */
export interface PeerName {
  /** Host name, IP address without brackets, or the path of a unix socket. */
  readonly host: string
  /** `undefined` for a unix socket, and where the name holds none. */
  readonly port: number | undefined
}

/**
 * Takes a name of `Transport.servers` apart, as clients in other languages hold a server: they put no
 * brackets around IPv6.
 */
export function toPeerName(name: string): PeerName {
  const [, bracketed, plain, port] = /^(?:\[(.*)\]|([^/:]+))(?::(\d+))?$/.exec(name) ?? []
  return { host: bracketed ?? plain ?? name, port: port === undefined ? undefined : Number(port) }
}
