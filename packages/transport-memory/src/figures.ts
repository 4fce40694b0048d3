const names = [
  'cmd_get',
  'cmd_set',
  'cmd_flush',
  'cmd_touch',
  'get_hits',
  'get_misses',
  'delete_misses',
  'delete_hits',
  'incr_misses',
  'incr_hits',
  'decr_misses',
  'decr_hits',
  'cas_misses',
  'cas_hits',
  'cas_badval',
  'touch_hits',
  'touch_misses',
  'total_items',
  'evictions',
] as const

/** Something that memcached counts from its start on, by memcached's name. */
export type Figure = (typeof names)[number]

/** What was counted so far. */
export class Figures {
  readonly #counts = new Map<Figure, number>(names.map((name) => [name, 0]))

  count(name: Figure): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1)
  }

  /** Every figure, also those at 0, by name. */
  toObject(): Record<string, number> {
    return Object.fromEntries(this.#counts)
  }
}
