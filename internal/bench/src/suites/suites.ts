import { clients } from './clients.ts'
import { comparison } from './comparison.ts'
import { getOrSet } from './get-or-set.ts'
import { keyv } from './keyv.ts'
import { near } from './near.ts'
import type { Suite } from './suite.ts'

/** All suites. The process of a contender finds contenders and workloads here by their names. */
export const suites: readonly Suite[] = [clients, comparison, getOrSet, keyv, near]
