import type { MemcachedClient } from '@lmc/client'
import { openCache } from './open-cache.ts'

const servers = (process.env['MEMCACHED_SERVERS'] ?? '127.0.0.1:11211').split(',')

/**
 * The cache of this process. Next.js makes a handler of pages for each request, and they all share the
 * client.
 */
export const cache: MemcachedClient = openCache(servers)
