import type { Socket } from 'node:net'

/** A command and what is to be told of its outcome. */
interface Query {
  readonly command: string
  readonly callback: (error: unknown, reply?: string[]) => void
}

export interface Connection extends Socket {
  /** The lines that have arrived and were not taken yet. */
  readonly bufferArray: string[]
  /** The queries that were sent and not answered yet, in their order. */
  readonly metaData: Query[]
}

export type OnConnection = (error: unknown, connection?: Connection) => void

/** What memcached 2.2.2 has below the methods that it documents, as far as it is used here. */
export declare class MemcachedInside {
  constructor(server: string, options: { poolSize: number; retries: number; timeout: number })
  readonly connections: Readonly<Record<string, { readonly pool: readonly Connection[] }>>
  command(compile: () => Query): void
  connect(server: string, onConnection: OnConnection): void
  connectionIssue(error: unknown, connection: Connection): void
  rawDataReceived(connection: Connection): void
  end(): void
}
