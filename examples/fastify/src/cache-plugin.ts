import { logFailures, MemcachedClient } from '@lmc/client'
import { MetaTransport } from '@lmc/transport-meta'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    /** The cache that all processes of the application share. */
    readonly cache: MemcachedClient
  }
}

export interface CacheOptions {
  /** `host:port` of each memcached. */
  readonly servers: readonly string[]
}

async function addCache(app: FastifyInstance, { servers }: CacheOptions): Promise<void> {
  const cache = new MemcachedClient({
    transport: new MetaTransport({ servers }),
    trackKeys: true, // for the sessions
    onFailure: logFailures((line) => app.log.warn(line)),
  })
  app.decorate('cache', cache)
  app.addHook('onClose', () => cache.close())
}

/** Gives an application its `cache`, and closes it with the application, after the last request. */
export const cachePlugin: typeof addCache = fp(addCache, { name: 'cache', fastify: '5.x' })
