import type { Payload } from './payload.ts'

/** A client that is measured. */
export interface Contender {
  /** Short, for the command line and the table; the version with it where it is not ours. */
  readonly name: string
  /** The least Node it runs on, major and minor; absent: the least that lmc runs on. */
  readonly minimumNode?: readonly [major: number, minor: number]
  /** Resolves when the client is ready for calls. */
  open(addresses: readonly string[]): Promise<Session>
}

/**
 * An open client. What is measured is the client's own call with nothing around it, so the answers are in its own form; the `read…`
 * methods make the same call and bring its answer into one form, for the check.
 */
export interface Session {
  get(key: string): Promise<unknown>
  set(key: string, payload: Payload): Promise<unknown>
  /** All gets at once where the client knows no other way. */
  getMany(keys: readonly string[]): Promise<unknown>

  /** The whole job of a cache: `name` to a memcached key by md5, an object to and from JSON. */
  loadObject(name: string): Promise<unknown>
  storeObject(name: string, object: object): Promise<unknown>

  /** Resolves to `undefined` on a miss. */
  readText(key: string): Promise<string | undefined>
  /** Resolves to one entry for each key, in their order; `undefined` for a miss. */
  readTexts(keys: readonly string[]): Promise<readonly (string | undefined)[]>

  close(): Promise<void>
}
