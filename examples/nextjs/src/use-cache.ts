import { cache } from './cache.ts'
import { UseCacheHandler } from './use-cache-handler.ts'

const handler: UseCacheHandler = new UseCacheHandler(cache)

/** What `cacheHandlers` of next.config.mjs names. */
export default handler
