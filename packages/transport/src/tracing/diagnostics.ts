import type { Channel, TracingChannel } from 'node:diagnostics_channel'

/** What is used of Node's diagnostics channels. */
export interface Diagnostics {
  readonly channel: (name: string) => Pick<Channel, 'hasSubscribers' | 'publish'>
  readonly tracingChannel: <Context extends object>(name: string) => TracingChannel<Context, Context>
}

/** A channel that nobody listens to. */
const silent = {
  hasSubscribers: false,
  publish: () => {},
  runStores: <T>(_message: unknown, run: () => T): T => run(),
}

const silence = {
  channel: () => silent,
  tracingChannel: () => ({
    hasSubscribers: false,
    start: silent,
    end: silent,
    asyncStart: silent,
    asyncEnd: silent,
    error: silent,
  }),
} as unknown as Diagnostics

const { process }: { readonly process?: Partial<NodeJS.Process> | undefined } = globalThis

/** Node's diagnostics channels; where the runtime has none, some that nobody listens to. */
export const diagnostics: Diagnostics = process?.getBuiltinModule?.('node:diagnostics_channel') ?? silence
