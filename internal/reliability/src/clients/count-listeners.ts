import type { EventEmitter } from 'node:events'

/** How many listeners an emitter has, for all events. */
export function countListeners(emitter: EventEmitter): number {
  return emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0)
}
