import { describe } from 'vitest'
import { openProducts as after } from '../src/memjs/after.ts'
import { openProducts as before } from '../src/memjs/before.ts'
import { openProducts as during } from '../src/memjs/during.ts'
import { describeChange } from './describe-change.ts'

describe('the change from memjs', () => {
  describeChange({ before, during, after, keyOf: (id) => `product:${id}`, serverCount: 3 })
})
