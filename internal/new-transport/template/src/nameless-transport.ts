import type { Transport } from '@lmc/transport'
import { type NamelessTransportOptions, readOptions } from './nameless-transport-options.ts'

/** A transport over … */
export class NamelessTransport implements Transport {
  readonly servers: readonly string[]

  /** @throws {TypeError} or {RangeError} when an option is wrong. */
  constructor(options: NamelessTransportOptions = {}) {
    const { servers } = readOptions(options)
    this.servers = servers
  }

  serverOf = (): string => {
    throw notYet('serverOf')
  }

  get: Transport['get'] = async () => {
    throw notYet('get')
  }

  gets: Transport['gets'] = async () => {
    throw notYet('gets')
  }

  getMany: Transport['getMany'] = async () => {
    throw notYet('getMany')
  }

  hasMany: Transport['hasMany'] = async () => {
    throw notYet('hasMany')
  }

  set: Transport['set'] = async () => {
    throw notYet('set')
  }

  add: Transport['add'] = async () => {
    throw notYet('add')
  }

  replace: Transport['replace'] = async () => {
    throw notYet('replace')
  }

  append: Transport['append'] = async () => {
    throw notYet('append')
  }

  prepend: Transport['prepend'] = async () => {
    throw notYet('prepend')
  }

  compareAndSet: Transport['compareAndSet'] = async () => {
    throw notYet('compareAndSet')
  }

  compareAndDelete: Transport['compareAndDelete'] = async () => {
    throw notYet('compareAndDelete')
  }

  delete: Transport['delete'] = async () => {
    throw notYet('delete')
  }

  touch: Transport['touch'] = async () => {
    throw notYet('touch')
  }

  increment: Transport['increment'] = async () => {
    throw notYet('increment')
  }

  flush: Transport['flush'] = async () => {
    throw notYet('flush')
  }

  statistics: Transport['statistics'] = async () => {
    throw notYet('statistics')
  }

  close: Transport['close'] = async () => {
    throw notYet('close')
  }
}

/** Delete this function when every method does its work. */
function notYet(method: string): Error {
  return new Error(`${method}() is not implemented yet`)
}
