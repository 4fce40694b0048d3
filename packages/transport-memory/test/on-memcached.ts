import { toExptime } from '@lmc/transport'
import type { Operation, Outcome } from './operation.ts'
import type { RawMemcached } from './raw-memcached.ts'

/** Carries an operation out on a real memcached and says in the contract's words what it answered. */
export async function onMemcached(server: RawMemcached, operation: Operation, cas: string): Promise<Outcome> {
  switch (operation.name) {
    case 'set':
    case 'add':
    case 'replace': {
      const { name, key, value, flags, lifetime = 0 } = operation
      return stored(await server.store(name, key, value, flags, toExptime(lifetime)))
    }
    case 'append':
    case 'prepend': {
      const { name, key, value } = operation
      const reply = await server.store(name, key, value)
      return reply === TOO_LARGE ? false : stored(reply)
    }
    case 'compareAndSet': {
      const { key, value, flags, lifetime = 0 } = operation
      return stored(await server.store('cas', key, value, flags, toExptime(lifetime), cas))
    }
    case 'delete':
      return found(await server.command(`delete ${operation.key}`))
    case 'touch':
      return found(await server.command(`touch ${operation.key} ${toExptime(operation.lifetime)}`))
    case 'increment':
      return increment(server, operation)
    case 'hasMany': {
      const hits: string[] = []
      for (const key of operation.keys) {
        const reply = await server.command(`mg ${key} s`)
        if (outcome(reply.slice(0, 2), { HD: true, EN: false })) hits.push(key)
      }
      return hits
    }
    case 'flush':
      break
  }
  return outcome(await server.command('flush_all'), { OK: 'nothing' })
}

const TOO_LARGE = 'SERVER_ERROR object too large for cache'
const NO_NUMBER = 'CLIENT_ERROR cannot increment or decrement non-numeric value'

async function increment(
  server: RawMemcached,
  { key, delta, initial, lifetime = 0 }: Extract<Operation, { name: 'increment' }>,
): Promise<Outcome> {
  const amount = delta < 0n ? -delta : delta
  if (initial === undefined) {
    const reply = await server.command(`${delta < 0n ? 'decr' : 'incr'} ${key} ${amount}`)
    return /^\d+$/.test(reply)
      ? BigInt(reply)
      : outcome(reply, { NOT_FOUND: 'nothing', [NO_NUMBER]: 'server' })
  }
  // Only the meta protocol can create a counter in one command.
  const mode = delta < 0n ? 'MD' : 'MI'
  const reply = await server.command(`ma ${key} ${mode} D${amount} N${toExptime(lifetime)} J${initial} v`)
  return reply.startsWith('VA ') ? BigInt(await server.line()) : outcome(reply, { [NO_NUMBER]: 'server' })
}

function stored(reply: string): Outcome {
  return outcome(reply, {
    STORED: true,
    NOT_STORED: false,
    EXISTS: false,
    NOT_FOUND: false,
    [TOO_LARGE]: 'value-too-large',
  })
}

function found(reply: string): Outcome {
  return outcome(reply, { DELETED: true, TOUCHED: true, NOT_FOUND: false })
}

function outcome(reply: string, meanings: Record<string, Outcome>): Outcome {
  const meaning = Object.hasOwn(meanings, reply) ? meanings[reply] : undefined
  if (meaning !== undefined) return meaning
  throw new Error(`memcached answered ${JSON.stringify(reply)}`)
}
