#!/usr/bin/env node
import { ExitCode } from './program/exit-code.ts'
import { runLmc } from './program/run-lmc.ts'
import { stopSignal } from './program/stop-signal.ts'

// A reader that has gone is no error, and there is nobody to tell.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

runLmc(process.argv.slice(2), { signal: stopSignal() }).then(
  (code) => {
    // A silent server keeps its connection, and the process, until the time-out.
    if (code === ExitCode.stopped) process.exit(code)
    process.exitCode = code
  },
  (error: unknown) => {
    process.exitCode = 70
    throw error
  },
)
