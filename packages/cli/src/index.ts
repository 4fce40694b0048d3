export { ExitCode } from './program/exit-code.ts'
export { runLmc, type RunLmcOptions } from './program/run-lmc.ts'
