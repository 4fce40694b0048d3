import type { CallOptions } from '@lmc/transport'
import { ReferenceTransport } from '../../reference-transport.ts'
import { type Broken, of } from './broken.ts'

class ListensForEachCall extends ReferenceTransport {
  protected override call<T>(
    keys: readonly string[],
    options: CallOptions = {},
    answer: () => T,
  ): Promise<T> {
    options.signal?.addEventListener('abort', () => undefined)
    return super.call(keys, options, answer)
  }
}

/** For each clause of this theme, by its name, a transport that fails it. */
export const brokenSignal: Readonly<Record<string, Broken>> = {
  '2,000 calls at once that share a signal each get their own answer, without a warning':
    of(ListensForEachCall),
  '20,000 calls that share a signal take about as long as those without one': of(ListensForEachCall),
}
