import { describe } from 'vitest'
import { openProducts as after } from '../src/memcache-client/after.ts'
import { openProducts as before } from '../src/memcache-client/before.ts'
import { openProducts as during } from '../src/memcache-client/during.ts'
import { describeChange } from './describe-change.ts'

describe('the change from memcache-client', () => {
  describeChange({ before, during, after, keyOf: (id) => `product:${id}`, serverCount: 1 })
})
