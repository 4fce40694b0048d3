import express from 'express'
import { RateLimiterMemcache, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { listen } from './listen.ts'
import { memcachedCallbacks } from './memcached-callbacks.ts'
import { openCache } from './open-cache.ts'

const cache = openCache()
const limit = { points: 100, duration: 15 * 60 } // seconds
const limiter = new RateLimiterMemcache({
  ...limit,
  storeClient: memcachedCallbacks(cache),
  // While memcached is down, each process counts by itself.
  insuranceLimiter: new RateLimiterMemory(limit),
})

const app = express()
app.use(async (request, response, next) => {
  try {
    await limiter.consume(request.ip ?? '')
    next()
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    response.set('retry-after', String(Math.ceil(refusal.msBeforeNext / 1000)))
    response.status(429).send('too many requests')
  }
})
app.get('/', (_request, response) => void response.send('hello'))
await listen(app, cache)
