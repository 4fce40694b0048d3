export { ExitCode } from './program/exit-code.ts'
export { runLmc } from './program/run-lmc.ts'
