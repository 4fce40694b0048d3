import type { EventEmitter } from 'node:events'

/** The number of listeners of an emitter, for all events. */
export function countListeners(emitter: EventEmitter): number {
  return emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0)
}
