import { clients } from './clients.ts'
import { keyv } from './keyv.ts'
import type { Suite } from './suite.ts'

/** All suites. The process of a contender finds contenders and workloads here by their names. */
export const suites: readonly Suite[] = [clients, keyv]
