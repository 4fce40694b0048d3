import { Client } from 'memjs'

/** Where the set of keys is. */
const KEYS = 'keys'

/**
 * lovely.memcached's way to track keys, over memjs: the set of keys is one value, which each set reads and
 * writes whole, and a listing asks for key after key. It ends where the set outgrows the server's item limit.
 */
export class LovelyCache {
  readonly #client: Client

  constructor(address: string) {
    this.#client = Client.create(address)
  }

  /** Three trips. Sets that overlap lose keys of each other, there as here. */
  async set(key: string, value: string, lifetime: number): Promise<void> {
    const keys = await this.#readKeys()
    keys.set(key, Math.floor(Date.now() / 1000) + lifetime)
    await this.#client.set(KEYS, JSON.stringify([...keys]), {})
    await this.#client.set(key, value, { expires: lifetime })
  }

  /** One read for each key that has not expired. */
  async keys(): Promise<string[]> {
    const live: string[] = []
    const now = Date.now() / 1000
    for (const [key, expiresAt] of await this.#readKeys()) {
      if (expiresAt < now) continue
      if ((await this.#client.get(key)).value !== null) live.push(key)
    }
    return live
  }

  close(): void {
    this.#client.close()
  }

  async #readKeys(): Promise<Map<string, number>> {
    const { value } = await this.#client.get(KEYS)
    const entries: [string, number][] = value === null ? [] : JSON.parse(value.toString())
    return new Map(entries)
  }
}
