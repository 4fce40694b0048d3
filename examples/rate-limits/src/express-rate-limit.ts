import express from 'express'
import { rateLimit } from 'express-rate-limit'
import { listen } from './listen.ts'
import { MemcachedRateLimitStore } from './memcached-rate-limit-store.ts'
import { openCache } from './open-cache.ts'

const cache = openCache()
const app = express()
app.use(
  rateLimit({
    windowMs: 15 * 60_000,
    limit: 100,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    store: new MemcachedRateLimitStore(cache),
  }),
)
app.get('/', (_request, response) => void response.send('hello'))
await listen(app, cache)
