import type { Exchange } from '../workloads/exchange.ts'
import type { Payload } from './payload.ts'

/** A client to measure. */
export interface Contender {
  /** A short name for the command line and the table. With the version, unless the client is ours. */
  readonly name: string
  /** The server that it speaks to. Absent: memcached. */
  readonly server?: 'redis'
  /** `true`: it asks any of its servers for any key, so it is measured with one server only. */
  readonly asksAnyServer?: true
  /** The oldest Node that it supports, major and minor. Absent: the oldest that lmc supports. */
  readonly minimumNode?: readonly [major: number, minor: number]
  /** The names of the workloads that it takes part in. Absent: all of the suite. */
  readonly workloads?: readonly string[]
  /** Resolves when the client is ready for calls. */
  open(addresses: readonly string[]): Promise<Session>
}

/**
 * An open client. The bench measures the bare calls of the client, so answers have the client's own form. The
 * `read…` methods make the same calls, and bring the answers into one form for the check.
 */
export interface Session {
  get(key: string): Promise<unknown>
  set(key: string, payload: Payload): Promise<unknown>
  /** Gets many keys, by many gets at once if the client has no such call. */
  getMany(keys: readonly string[]): Promise<unknown>

  /** The whole job of a cache: `name` to a memcached key by md5, an object to and from JSON. */
  loadObject(name: string): Promise<unknown>
  storeObject(name: string, object: object): Promise<unknown>

  /** Resolves to `undefined` on a miss. */
  readText(key: string): Promise<string | undefined>
  /** Resolves to one entry for each key, in the order of the keys; `undefined` for a miss. */
  readTexts(keys: readonly string[]): Promise<readonly (string | undefined)[]>

  /**
   * Resolves to a function that makes so many calls. Present when bare commands and replies are measured in
   * place of calls, in workloads that have an exchange. Absent for a client.
   */
  prepareExchange?(exchange: Exchange, inFlight: number): Promise<(calls: number) => Promise<void>>

  close(): Promise<void>
}
