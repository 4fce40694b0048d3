import { Calls } from '../calls/calls.ts'
import type { ClientCore } from '../client-core.ts'
import { NamespacedKeys } from '../keys/namespaced-keys.ts'
import { createLoaders, type Loaders } from '../loading/create-loaders.ts'
import { KeyLister } from '../namespaces/key-lister.ts'
import type { NamespaceDropper } from '../namespaces/namespace-dropper.ts'
import type { ViewDefaults } from '../options/view-defaults.ts'
import { DependencyGenerations } from '../values/dependency-generations.ts'
import { ItemReader } from '../values/item-reader.ts'
import { ConditionalWriter } from '../values/conditional-writer.ts'
import { KeyVersions } from '../values/key-versions.ts'
import { ValueCounter } from '../values/value-counter.ts'
import { ValueToucher } from '../values/value-toucher.ts'
import { ValueUpdater } from '../values/value-updater.ts'
import { ValueInvalidator } from '../values/value-invalidator.ts'
import { ListedWrites } from '../values/listed-writes.ts'
import { ValuePreparer } from '../values/value-preparer.ts'
import { ValueReader } from '../values/value-reader.ts'
import { ValueWriter } from '../values/value-writer.ts'

/** The parts of a view: its defaults, and what applies them. */
export interface ViewParts extends Loaders {
  readonly core: ClientCore
  readonly defaults: ViewDefaults
  readonly calls: Calls
  readonly namespacedKeys: NamespacedKeys
  readonly reader: ValueReader
  readonly writer: ValueWriter
  readonly conditional: ConditionalWriter
  readonly updater: ValueUpdater
  readonly counter: ValueCounter
  readonly toucher: ValueToucher
  readonly invalidator: ValueInvalidator
  readonly lister: KeyLister
  /** Absent: keys are not tracked. */
  readonly namespaces: NamespaceDropper | undefined
}

/** Makes the parts of a view. It shares all but the defaults with the other views of the client. */
export function createViewParts(core: ClientCore, defaults: ViewDefaults): ViewParts {
  const namespacedKeys = new NamespacedKeys(defaults.namespace)
  const calls = new Calls({
    ...core,
    namespacedKeys,
    policy: defaults.failures,
    listeners: defaults.listeners,
  })
  const generations = new DependencyGenerations(core.guarded, namespacedKeys, defaults)
  // Throws for an invalid dependency now, not at the first call.
  generations.digests({})
  const items = new ItemReader(core.codec, defaults.schema)
  const preparer = new ValuePreparer({ ...core, namespacedKeys, defaults })
  const listedWrites = new ListedWrites(core)
  const versions = new KeyVersions({ ...core, generations, items, listedWrites })
  const shared = {
    ...core,
    defaults,
    items,
    calls,
    namespacedKeys,
    generations,
    preparer,
    listedWrites,
    versions,
  }
  return {
    core,
    defaults,
    calls,
    namespacedKeys,
    ...createLoaders(shared),
    reader: new ValueReader(shared),
    writer: new ValueWriter(shared),
    conditional: new ConditionalWriter(shared),
    updater: new ValueUpdater(shared),
    counter: new ValueCounter(shared),
    toucher: new ValueToucher(shared),
    invalidator: new ValueInvalidator(shared),
    lister: new KeyLister(shared),
    namespaces: core.namespaces,
  }
}
