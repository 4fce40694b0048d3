import { MetaTransport } from '@lmc/transport-meta'
import { useClient } from './steps/use-client.mjs'
import { useTransport } from './steps/use-transport.mjs'

const open = () => new MetaTransport({ servers: [process.env.MEMCACHED] })
await useTransport(open(), 'transport-meta')
await useClient(open(), 'transport-meta')
