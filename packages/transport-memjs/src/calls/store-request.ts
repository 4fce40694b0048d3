import { type StoreOptions, toExptime } from '@lmc/transport'
import type { Opcode } from '../wire/opcode.ts'
import type { KeyedRequest } from '../wire/request.ts'

/** The request that stores an item. */
export function toStoreRequest(
  opcode: Opcode,
  key: string,
  value: Uint8Array,
  { flags = 0, lifetime = 0 }: StoreOptions = {},
): KeyedRequest {
  const extras = Buffer.allocUnsafe(8)
  extras.writeUInt32BE(flags, 0)
  extras.writeUInt32BE(toExptime(lifetime), 4)
  return { opcode, key, value, extras }
}
