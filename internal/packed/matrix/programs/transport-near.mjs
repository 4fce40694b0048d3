import { MetaTransport } from '@lmc/transport-meta'
import { nearTransport } from '@lmc/transport-near'
import { same } from './steps/same.mjs'
import { useClient } from './steps/use-client.mjs'
import { useTransport } from './steps/use-transport.mjs'

const open = () => nearTransport(new MetaTransport({ servers: [process.env.MEMCACHED] }), { maxAge: 1000 })
await useTransport(open(), 'transport-near')
await useClient(open(), 'transport-near')
const transport = open()
await transport.set('transport-near:b', new TextEncoder().encode('near'))
await transport.get('transport-near:b')
await transport.get('transport-near:b')
const { hits, misses } = transport.near
same({ hits, misses }, { hits: 1, misses: 1 })
await transport.close()
