import { MemjsTransport } from '@lmc/transport-memjs'
import { useClient } from './steps/use-client.mjs'
import { useTransport } from './steps/use-transport.mjs'

const open = () => new MemjsTransport({ servers: [process.env.MEMCACHED] })
await useTransport(open(), 'transport-memjs')
await useClient(open(), 'transport-memjs')
