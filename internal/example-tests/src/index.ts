export { askThroughOutages } from './ask-through-outages.ts'
export { type ServingProgram, startProgram } from './start-program.ts'
