import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import { type AccountOptions, accountRoutes } from './account-routes.ts'
import { type CacheOptions, cachePlugin } from './cache-plugin.ts'
import { priceRoutes } from './price-routes.ts'

export interface AppOptions extends CacheOptions, AccountOptions {
  readonly logger?: FastifyServerOptions['logger']
}

export function buildApp({ servers, sessionAge, logger = false }: AppOptions): FastifyInstance {
  const app = Fastify({ logger })
  app.register(cachePlugin, { servers })
  app.register(priceRoutes)
  app.register(accountRoutes, { sessionAge })
  return app
}
