import { isTransportError } from '@lmc/transport'
import type { MemoryTransport } from '../src/memory-transport.ts'
import type { Operation, Outcome } from './operation.ts'

/** Carries an operation out on a `MemoryTransport`. */
export async function onMemory(
  transport: MemoryTransport,
  operation: Operation,
  cas: string,
): Promise<Outcome> {
  try {
    return await call(transport, operation, cas)
  } catch (error) {
    if (isTransportError(error)) return error.code
    throw error
  }
}

async function call(transport: MemoryTransport, operation: Operation, cas: string): Promise<Outcome> {
  switch (operation.name) {
    case 'set':
    case 'add':
    case 'replace':
      return transport[operation.name](operation.key, operation.value, operation)
    case 'append':
    case 'prepend':
      return transport[operation.name](operation.key, operation.value)
    case 'compareAndSet':
      return transport.compareAndSet(operation.key, operation.value, cas, operation)
    case 'delete':
      return transport.delete(operation.key)
    case 'touch':
      return transport.touch(operation.key, operation.lifetime)
    case 'increment':
      return (await transport.increment(operation.key, operation.delta, operation)) ?? 'nothing'
    case 'hasMany':
      return [...(await transport.hasMany(operation.keys))]
    case 'flush':
      await transport.flush()
      break
  }
  return 'nothing'
}
