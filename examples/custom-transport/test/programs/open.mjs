import { NpmMemcachedTransport } from '../../dist/npm-memcached-transport.js'

export const open = ({ servers: [server], timeout }) => new NpmMemcachedTransport(server, timeout)
