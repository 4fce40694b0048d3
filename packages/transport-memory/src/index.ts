export { MemoryStore, type MemoryStoreOptions, type StoredItem, type StoreOutcome } from './memory-store.ts'
export { MemoryTransport, type MemoryTransportOptions } from './memory-transport.ts'
