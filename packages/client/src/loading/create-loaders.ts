import type { Transport } from '@lmc/transport'
import type { Calls } from '../calls/calls.ts'
import type { NamespacedKeys } from '../keys/namespaced-keys.ts'
import type { NamespaceDropper } from '../namespaces/namespace-dropper.ts'
import type { DependencyGenerations } from '../values/dependency-generations.ts'
import type { ItemReader } from '../values/item-reader.ts'
import type { ValuePreparer } from '../values/value-preparer.ts'
import { Claims } from './claims/claims.ts'
import { FlightStarter } from './flights/flight-starter.ts'
import type { Flights } from './flights/flights.ts'
import { LoadedWriter, type LoadedWriterOptions } from './loaded-writer.ts'
import { Looks } from './looks.ts'
import { ManyValueLoader } from './many-value-loader.ts'
import { SightLoader } from './sight-loader.ts'
import { ValueLoader } from './value-loader.ts'

export interface LoadersOptions extends LoadedWriterOptions {
  readonly calls: Calls
  /** The transport that keeps the commands of a key in the order of the calls. */
  readonly ordered: Transport
  readonly namespacedKeys: NamespacedKeys
  readonly generations: DependencyGenerations
  readonly items: ItemReader
  readonly flights: Flights
  /** Absent: namespaces are not dropped. */
  readonly namespaces: NamespaceDropper | undefined
  readonly preparer: ValuePreparer
}

/** What loads values: one by one, and several together. */
export interface Loaders {
  readonly loader: ValueLoader
  readonly manyLoader: ManyValueLoader
}

/** Makes what loads the values of a view. */
export function createLoaders(options: LoadersOptions): Loaders {
  const { ordered, namespacedKeys, generations, items } = options
  const looks = new Looks(generations, items)
  const claims = new Claims({ transport: ordered, namespacedKeys, looks })
  const writer = new LoadedWriter(options)
  const starter = new FlightStarter({ ...options, claims, writer })
  const shared = { ...options, looks, sightLoader: new SightLoader(starter) }
  return { loader: new ValueLoader(shared), manyLoader: new ManyValueLoader(shared) }
}
