import { MemoryTransport } from '@lmc/transport-memory'
import { useClient } from './steps/use-client.mjs'

await useClient(new MemoryTransport(), 'client')
