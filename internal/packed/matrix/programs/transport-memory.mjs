import { MemoryTransport } from '@lmc/transport-memory'
import { useClient } from './steps/use-client.mjs'
import { useTransport } from './steps/use-transport.mjs'

const open = () => new MemoryTransport()
await useTransport(open(), 'transport-memory')
await useClient(open(), 'transport-memory')
