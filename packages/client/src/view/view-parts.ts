import { Calls } from '../calls/calls.ts'
import type { ClientCore } from '../client-core.ts'
import { KeySpace } from '../keys/key-space.ts'
import { KeyLister } from '../namespaces/key-lister.ts'
import type { NamespaceDropper } from '../namespaces/namespace-dropper.ts'
import type { ViewDefaults } from '../options/view-defaults.ts'
import { DependencyGenerations } from '../values/dependency-generations.ts'
import { ItemReader } from '../values/item-reader.ts'
import { ValueDropper } from '../values/value-dropper.ts'
import { ListedWrites } from '../values/listed-writes.ts'
import { ValuePreparer } from '../values/value-preparer.ts'
import { ValueReader } from '../values/value-reader.ts'
import { ValueWriter } from '../values/value-writer.ts'

/** What a view is made of: its own defaults, and parts that apply them. */
export interface ViewParts {
  readonly core: ClientCore
  readonly defaults: ViewDefaults
  readonly calls: Calls
  readonly keySpace: KeySpace
  readonly reader: ValueReader
  readonly writer: ValueWriter
  readonly dropper: ValueDropper
  readonly lister: KeyLister
  /** Absent: keys are not tracked. */
  readonly namespaces: NamespaceDropper | undefined
}

/** Makes the parts of a view. All but the defaults is shared with the other views of the client. */
export function createViewParts(core: ClientCore, defaults: ViewDefaults): ViewParts {
  const calls = new Calls({ ...core, policy: defaults.failures, listeners: defaults.listeners })
  const keySpace = new KeySpace(defaults.namespace)
  const generations = new DependencyGenerations(core.guarded, keySpace, defaults)
  // A name that can be no dependency is found now.
  generations.digests({})
  const items = new ItemReader(core.codec, defaults.schema)
  const preparer = new ValuePreparer({ ...core, keySpace, defaults })
  const listedWrites = new ListedWrites(core)
  const shared = { ...core, items, calls, keySpace, generations, preparer, listedWrites, defaults }
  return {
    core,
    defaults,
    calls,
    keySpace,
    reader: new ValueReader(shared),
    writer: new ValueWriter(shared),
    dropper: new ValueDropper(shared),
    lister: new KeyLister(shared),
    namespaces: core.namespaces,
  }
}
