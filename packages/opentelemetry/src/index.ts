export { LmcInstrumentation } from './lmc-instrumentation.ts'
export type { LmcInstrumentationConfig } from './lmc-instrumentation-config.ts'
