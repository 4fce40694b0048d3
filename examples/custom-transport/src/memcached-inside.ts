import type { Socket } from 'node:net'

/** A command, and the callback for its outcome. */
interface Query {
  readonly command: string
  readonly callback: (error: unknown, reply?: string[]) => void
}

export interface Connection extends Socket {
  /** The lines that have arrived and are not taken yet. */
  readonly bufferArray: string[]
  /** The queries that are sent and not answered yet, in order. */
  readonly metaData: Query[]
}

export type OnConnection = (error: unknown, connection?: Connection) => void

/** The undocumented parts of memcached 2.2.2 that this example uses. */
export declare class MemcachedInside {
  constructor(server: string, options: { poolSize: number; retries: number; timeout: number })
  readonly connections: Readonly<Record<string, { readonly pool: readonly Connection[] }>>
  command(compile: () => Query): void
  connect(server: string, onConnection: OnConnection): void
  connectionIssue(error: unknown, connection: Connection): void
  rawDataReceived(connection: Connection): void
  end(): void
}
