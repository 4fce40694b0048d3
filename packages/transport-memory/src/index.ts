export type { StoredItem } from './item-table.ts'
export { MemoryStore, type MemoryStoreOptions, type StoreOutcome } from './memory-store.ts'
export { MemoryTransport, type MemoryTransportOptions } from './memory-transport.ts'
