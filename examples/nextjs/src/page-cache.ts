import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fileSystemCache from 'next/dist/server/lib/incremental-cache/file-system-cache.js'
import { cache } from './cache.ts'
import { PageCacheHandler } from './page-cache-handler.ts'

// A CommonJS module, whose default export stands under `default`.
const FileSystemCache: typeof fileSystemCache.default = fileSystemCache.default
type Context = ConstructorParameters<typeof FileSystemCache>[0]

let build: string | undefined

/** What `cacheHandler` of next.config.mjs names. Next.js makes one for each request. */
export default class PageCache extends PageCacheHandler {
  constructor(context: Context) {
    build ??= buildOf(context.serverDistDir)
    super({ cache, build, built: new FileSystemCache({ ...context, flushToDisk: false }) })
  }
}

function buildOf(serverDistDir: string): string {
  const path = join(serverDistDir, '..', 'BUILD_ID')
  // While Next.js builds there is no id yet, and pages of other builds are not to be found.
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : randomUUID()
}
