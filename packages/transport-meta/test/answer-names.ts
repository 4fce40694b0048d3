import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'

/** What a name leads to: addresses, or an error, or no answer before `answer` is called. */
export type NameAnswer = readonly string[] | Error | 'silence'

export interface Names {
  /** The names that have been asked for, in order. */
  readonly asked: readonly string[]
  /** Answers all that have got no answer, and from then on at once. */
  answer(addresses: readonly string[]): void
  restore(): void
}

type Callback = (error: Error | null, addresses?: readonly dns.LookupAddress[]) => void

/** Has names looked up in a table, in place of what the system knows. */
export function answerNames(table: Readonly<Record<string, NameAnswer>>): Names {
  const { lookup } = dns
  const asked: string[] = []
  const waiting: Callback[] = []
  let late: readonly string[] | undefined
  const toList = (addresses: readonly string[]): dns.LookupAddress[] =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  const fake = (name: string, _options: unknown, callback: Callback): void => {
    asked.push(name)
    const known = table[name] ?? new Error(`getaddrinfo ENOTFOUND ${name}`)
    const found = known === 'silence' && late !== undefined ? late : known
    if (found === 'silence') waiting.push(callback)
    else if (found instanceof Error) setImmediate(() => callback(found))
    else setImmediate(() => callback(null, toList(found)))
  }
  Object.assign(dns, { lookup: fake })
  syncBuiltinESMExports()
  return {
    asked,
    answer: (addresses) => {
      late = addresses
      for (const callback of waiting.splice(0)) callback(null, toList(addresses))
    },
    restore: () => {
      Object.assign(dns, { lookup })
      syncBuiltinESMExports()
    },
  }
}
