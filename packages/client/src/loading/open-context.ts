import type { Seconds } from '@lmc/transport'
import type { Generations } from '../header/item-header.ts'
import type { DependencyDigests, DependencyGenerations } from '../values/dependency-generations.ts'
import { checkCallOptions } from '../options/check-call-options.ts'
import { toSeconds } from '../options/lifetime.ts'
import { assertCount, joinGenerations } from '../values/join-generations.ts'
import type { LoadContext, StoreWith } from './get-or-set-options.ts'
import type { LoadTerms } from './load-terms.ts'

export interface OpenContextOptions {
  readonly signal: AbortSignal
  readonly terms: LoadTerms
  readonly generations: DependencyGenerations
  /** Called with the memcached keys of the generations that the load has added. */
  readonly onDependencies: (generationKeys: readonly string[]) => void
}

/** The context of a load, and what the load has said about its value. */
export class OpenContext {
  /** `false` after `doNotStore()`. */
  isStored = true
  lifetime: Seconds
  staleFor: Seconds
  readonly #options: OpenContextOptions
  /** All dependencies: those of the call, and those that the load has named. */
  readonly #digests: { -readonly [Kind in keyof DependencyDigests]: DependencyDigests[Kind] }
  /** The generations of the dependencies that the load has named. */
  readonly #named: Promise<Generations>[] = []

  constructor(options: OpenContextOptions) {
    this.#options = options
    this.#digests = { dependencies: [], sharedDependencies: [], ...options.terms.digests }
    this.lifetime = options.terms.lifetime
    this.staleFor = options.terms.staleFor
  }

  /** What the load function is given. */
  of<Stale>(stale: Stale): LoadContext<Stale> {
    return {
      signal: this.#options.signal,
      stale,
      storeWith: (options) => this.#storeWith(options),
      doNotStore: () => void (this.isStored = false),
    }
  }

  #storeWith(options: StoreWith): Promise<void> {
    checkCallOptions('storeWith', 'storeWith', options)
    const { lifetime, staleFor, dependencies, sharedDependencies } = options
    const ownLifetime = lifetime === undefined ? undefined : toSeconds(lifetime)
    const ownStaleFor = staleFor === undefined ? undefined : toSeconds(staleFor, 'staleFor')
    const { terms, generations, onDependencies } = this.#options
    const { namespace } = terms
    const namesSome = dependencies !== undefined || sharedDependencies !== undefined
    const digests = namesSome
      ? generations.digests({ namespace, dependencies, sharedDependencies })
      : undefined
    if (digests !== undefined) this.#addDigests(digests)
    this.lifetime = ownLifetime ?? this.lifetime
    this.staleFor = ownStaleFor ?? this.staleFor
    if (digests === undefined) return Promise.resolve()
    onDependencies(generations.keysOfDigests(digests))
    const named = generations.of(digests, {})
    this.#named.push(named)
    const over = (): void => {}
    return named.then(over, over)
  }

  /** @throws {RangeError} when there are more than a header holds. */
  #addDigests(digests: DependencyDigests): void {
    for (const kind of ['dependencies', 'sharedDependencies'] as const) {
      const all = new Set([...this.#digests[kind], ...digests[kind]])
      assertCount(kind, all.size)
      this.#digests[kind] = [...all]
    }
  }

  /**
   * Resolves to the generations of the dependencies that the load has named. `undefined`: it has named none.
   *
   * @throws {TransportError} any code.
   */
  async named(): Promise<Generations | undefined> {
    const named = await Promise.all(this.#named)
    return named.reduce<Generations | undefined>((first, next) => joinGenerations(first, next), undefined)
  }
}
