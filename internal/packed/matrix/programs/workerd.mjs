// A worker. Sockets belong to a request there, so each request has clients of its own.
import { MetaTransport } from '@lmc/transport-meta'
import { useClient } from './steps/use-client.mjs'
import { useTransport } from './steps/use-transport.mjs'

const worker = {
  async fetch(_request, { MEMCACHED }) {
    const open = () => new MetaTransport({ servers: [MEMCACHED] })
    try {
      await useTransport(open(), 'workerd')
      await useClient(open(), 'workerd')
      return new Response('done')
    } catch (error) {
      return new Response(error.stack, { status: 500 })
    }
  },
}
export { worker as default }
