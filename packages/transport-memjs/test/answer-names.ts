import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import { isIP } from 'node:net'

/**
 * What a name is answered with: addresses, that there is no such name, or nothing before `answer` is called.
 */
export type NameAnswer = readonly string[] | 'none' | 'silent'

/** Stands in for the system's name service. */
export interface AnsweredNames {
  /** How many look-ups of these names were started. */
  readonly started: number
  /** How many of them have no answer yet. */
  readonly pending: number
  /** Gives a name these addresses from now on, and those who wait for it as well. */
  answer(name: string, addresses: readonly string[]): void
  /** Puts the real one back. */
  restore(): void
}

type Callback = (error: Error | null, found: readonly dns.LookupAddress[]) => void

/** Answers look-ups of these names; all others go to the system. */
export function answerNames(table: Record<string, NameAnswer>): AnsweredNames {
  const { lookup } = dns
  const waiting: [string, Callback][] = []
  let started = 0
  const reply = (name: string, callback: Callback): void => {
    const answer = table[name]
    if (answer === 'silent') waiting.push([name, callback])
    else if (answer === undefined || answer === 'none') {
      const error = new Error(`getaddrinfo ENOTFOUND ${name}`)
      queueMicrotask(() => callback(Object.assign(error, { code: 'ENOTFOUND' }), []))
    } else
      queueMicrotask(() =>
        callback(
          null,
          answer.map((address) => ({ address, family: isIP(address) })),
        ),
      )
  }
  const fake = (name: string, options: dns.LookupAllOptions, callback: Callback): void => {
    if (!Object.hasOwn(table, name)) return lookup(name, options, callback)
    started++
    reply(name, callback)
  }
  Object.assign(dns, { lookup: fake })
  syncBuiltinESMExports()
  return {
    get started() {
      return started
    },
    get pending() {
      return waiting.length
    },
    answer: (name, addresses) => {
      table[name] = addresses
      for (const [waits, callback] of waiting.splice(0)) reply(waits, callback)
    },
    restore: () => {
      Object.assign(dns, { lookup })
      syncBuiltinESMExports()
    },
  }
}
