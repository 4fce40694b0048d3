/**
 * The names of attributes.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/db/database-spans/
 */
export const Attribute = {
  system: 'db.system.name',
  operation: 'db.operation.name',
  namespace: 'db.namespace',
  batchSize: 'db.operation.batch.size',
  serverAddress: 'server.address',
  serverPort: 'server.port',
  errorType: 'error.type',
  // The conventions have no names for these.
  hits: 'lmc.hits',
  misses: 'lmc.misses',
  stale: 'lmc.stale',
  loads: 'lmc.loads',
  stored: 'lmc.stored',
  invalidated: 'lmc.invalidated',
  failures: 'lmc.failures',
  keys: 'lmc.keys',
  result: 'lmc.result',
} as const

export const MEMCACHED = 'memcached'
