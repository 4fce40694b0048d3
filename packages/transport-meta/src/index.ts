export {
  type Distribution,
  type WeightedServer,
  createKetama,
  dalli,
  gomemcache,
  ketama,
  type KetamaOptions,
  ketamaUnweighted,
  libmemcached,
  modulo,
  npmMemcache,
  perlMemcached,
  pythonMemcached,
  rendezvous,
} from './distribution/index.ts'
export type { DiscoveryOptions, MetaTransportOptions } from './options/meta-transport-options.ts'
export { MetaTransport } from './meta-transport.ts'
export { parseServer, type ServerDefaults, type ServerOptions } from './options/parse-server.ts'
export type { Credentials } from './handshake/credentials.ts'
export type { Endpoint, Peer, Server } from './servers/server.ts'
