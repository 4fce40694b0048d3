/** A server as a distribution sees it. */
export interface WeightedServer {
  /** As in `Transport.servers`: `host:port`, `[IPv6 address]:port`, or the path of a unix socket. */
  readonly name: string
  /** Its share of the keys, in relation to the others' weights: a whole number from 1 to 2^32 - 1. */
  readonly weight: number
}

/**
 * Decides which server a key lives on. Takes all servers once, and returns a function from a memcached key to
 * an index of `servers`. Each process with the same servers gets the same index. The function is asked once
 * per cache operation, so it should take well under a microsecond and allocate nothing.
 *
 * Whoever writes his own must see to it that few keys move when a server joins or leaves: a key that moves is
 * a miss.
 */
export type Distribution = (servers: readonly WeightedServer[]) => (key: string) => number
