import type { OptionNames } from '@lmc/transport'

/** What people call the options of `MetaTransport`, and what these are called. */
export const TRANSPORT_OPTIONS: OptionNames = {
  of: 'MetaTransport',
  known: [
    'servers',
    'timeout',
    'connectTimeout',
    'tls',
    'username',
    'password',
    'distribution',
    'failover',
    'maxInFlight',
    'maxInFlightBytes',
    'itemLimit',
    'traceKeys',
    'discovery',
  ],
  example: "{ servers: ['10.0.0.1:11211'] }",
  aliases: {
    ...meaning(
      'servers',
      'server host hosts hostname port address addresses node nodes url urls uri path endpoint endpoints',
    ),
    ...meaning('timeout', 'timeoutMs requestTimeout commandTimeout operationTimeout'),
    ...meaning('connectTimeout', 'connectionTimeout connectTimeoutMs'),
    ...meaning('username', 'user'),
    ...meaning('password', 'pass'),
    ...meaning('tls', 'ssl'),
    ...meaning('distribution', 'hash hashing'),
    ...meaning('itemLimit', 'maxValueSize'),
  },
}

/** Those of `discovery`. */
export const DISCOVERY_OPTIONS: OptionNames = {
  of: 'discovery',
  known: ['endpoint', 'interval'],
  example: "{ endpoint: 'my-cluster.cfg.use1.cache.amazonaws.com:11211' }",
  aliases: {
    ...meaning('endpoint', 'address host hostname url server port'),
    ...meaning('interval', 'every intervalMs'),
  },
}

/** Those of one server. */
export const SERVER_OPTIONS: OptionNames = {
  of: 'a server',
  known: ['address', 'weight', 'username', 'password'],
  example: "{ address: '10.0.0.1:11211', weight: 2 }",
  aliases: {
    ...meaning('address', 'host hostname port url server path'),
    ...meaning('username', 'user'),
    ...meaning('password', 'pass'),
  },
}

function meaning(name: string, words: string): Record<string, string> {
  return Object.fromEntries(words.split(' ').map((word) => [word, name]))
}
