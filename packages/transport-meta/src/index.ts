export {
  type Distribution,
  type WeightedServer,
  createKetama,
  ketama,
  type KetamaOptions,
  ketamaUnweighted,
  modulo,
  rendezvous,
} from './distribution/index.ts'
export type { DiscoveryOptions, MetaTransportOptions } from './options/meta-transport-options.ts'
export { MetaTransport } from './meta-transport.ts'
export { parseServer, type ServerDefaults, type ServerOptions } from './options/parse-server.ts'
export type { Credentials } from './handshake/credentials.ts'
export type { Endpoint, Server } from './servers/server.ts'
