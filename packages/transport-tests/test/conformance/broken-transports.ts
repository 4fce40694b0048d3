import { brokenStoring } from './broken/broken-storing.ts'
import { brokenMany } from './broken/broken-many.ts'
import { brokenCas } from './broken/broken-cas.ts'
import { brokenCounting } from './broken/broken-counting.ts'
import { brokenLifetime } from './broken/broken-lifetime.ts'
import { brokenArgument } from './broken/broken-argument.ts'
import { brokenCall } from './broken/broken-call.ts'
import { brokenSignal } from './broken/broken-signal.ts'
import { brokenOption } from './broken/broken-option.ts'
import { brokenServer } from './broken/broken-server.ts'
import type { Broken } from './broken/broken.ts'

/** For each clause, by its name, a transport that fails it. */
export const brokenTransports: Readonly<Record<string, Broken>> = {
  ...brokenStoring,
  ...brokenMany,
  ...brokenCas,
  ...brokenCounting,
  ...brokenLifetime,
  ...brokenArgument,
  ...brokenCall,
  ...brokenSignal,
  ...brokenOption,
  ...brokenServer,
}
