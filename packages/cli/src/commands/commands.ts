import type { Command } from 'commander'
import type { Runner } from '../program/runner.ts'
import { addDump } from './files/dump.ts'
import { addRestore } from './files/restore.ts'
import { addAudit } from './keys/audit.ts'
import { addInspect } from './keys/inspect.ts'
import { addInvalidate } from './keys/invalidate.ts'
import { addKeys } from './keys/keys.ts'
import { addNamespaces } from './keys/namespaces.ts'
import { addBench } from './servers/bench.ts'
import { addFlush } from './servers/flush.ts'
import { addPing } from './servers/ping.ts'
import { addStats } from './servers/stats.ts'
import { addTop } from './servers/top.ts'
import { addUi } from './servers/ui.ts'
import { addWatch } from './servers/watch.ts'
import { addAdd } from './values/add.ts'
import { addDelete } from './values/delete.ts'
import { addGet } from './values/get.ts'
import { addIncr } from './values/incr.ts'
import { addSet } from './values/set.ts'
import { addTouch } from './values/touch.ts'

/** All commands of `lmc`. Each adds itself to the program. */
export const commands: readonly ((program: Command, run: Runner) => void)[] = [
  addGet,
  addSet,
  addAdd,
  addDelete,
  addTouch,
  addIncr,
  addKeys,
  addNamespaces,
  addInspect,
  addInvalidate,
  addAudit,
  addPing,
  addStats,
  addTop,
  addUi,
  addWatch,
  addBench,
  addFlush,
  addDump,
  addRestore,
]
