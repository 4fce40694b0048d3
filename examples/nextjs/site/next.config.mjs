import { fileURLToPath } from 'node:url'

const handler = (name) => fileURLToPath(new URL(`../dist/${name}.js`, import.meta.url))

export default {
  cacheComponents: true,
  partialPrefetching: true,
  // For `'use cache'` and `'use cache: remote'`.
  cacheHandlers: { default: handler('use-cache'), remote: handler('use-cache') },
  // For pages, answers of route handlers, and `fetch`.
  cacheHandler: handler('page-cache'),
  // Nothing is kept in the process beside memcached.
  cacheMaxMemorySize: 0,
}
