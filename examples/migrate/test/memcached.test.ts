import { describe } from 'vitest'
import { openProducts as after } from '../src/memcached/after.ts'
import { openProducts as before } from '../src/memcached/before.ts'
import { openProducts as during } from '../src/memcached/during.ts'
import { describeChange } from './describe-change.ts'

describe('the change from memcached', () => {
  describeChange({ before, during, after, keyOf: (id) => `shop:product:${id}`, serverCount: 3 })
})
