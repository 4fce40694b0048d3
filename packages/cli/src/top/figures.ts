import type { ServerStatistics } from '@lmc/client'

/** What a server said at some moment. */
export interface Sample {
  /** In seconds, by a clock that only goes forward. */
  readonly at: number
  readonly statistics: ServerStatistics['statistics']
}

/** What `lmc top` shows of a server. What is a second is `undefined` until there are two samples. */
export interface Figures {
  readonly version: string
  /** In seconds. */
  readonly uptime: number
  /** The share of reads that were hits since the last sample; `undefined` when nothing was read. */
  readonly hitRatio: number | undefined
  readonly getsPerSecond: number | undefined
  readonly setsPerSecond: number | undefined
  readonly deletesPerSecond: number | undefined
  readonly touchesPerSecond: number | undefined
  /** Additions and subtractions. */
  readonly countsPerSecond: number | undefined
  readonly bytesInPerSecond: number | undefined
  readonly bytesOutPerSecond: number | undefined
  readonly evictionsPerSecond: number | undefined
  /** Bytes of items. */
  readonly memory: number
  readonly memoryLimit: number
  readonly items: number
  readonly connections: number
  /** Seconds of processor time a second: 1 is one processor. */
  readonly cpu: number | undefined
}

/**
 * What two samples say of the time between them.
 *
 * @param before the last sample; absent: there is none, or the server has begun anew.
 */
export function figuresOf({ at, statistics }: Sample, before: Sample | undefined): Figures {
  const figure = (name: string): number => Number(statistics[name] ?? 0)
  const since = isSameRun(statistics, before?.statistics) ? before : undefined
  const gained = (...names: readonly string[]): number =>
    names.reduce((sum, name) => sum + figure(name) - Number(since?.statistics[name] ?? 0), 0)
  const perSecond = (...names: readonly string[]): number | undefined =>
    since === undefined || at <= since.at ? undefined : Math.max(0, gained(...names)) / (at - since.at)
  const reads = since === undefined ? 0 : gained('get_hits', 'get_misses')
  return {
    version: statistics['version'] ?? '',
    uptime: figure('uptime'),
    hitRatio: reads > 0 ? gained('get_hits') / reads : undefined,
    getsPerSecond: perSecond('cmd_get'),
    setsPerSecond: perSecond('cmd_set'),
    deletesPerSecond: perSecond('delete_hits', 'delete_misses'),
    touchesPerSecond: perSecond('cmd_touch'),
    countsPerSecond: perSecond('incr_hits', 'incr_misses', 'decr_hits', 'decr_misses'),
    bytesInPerSecond: perSecond('bytes_read'),
    bytesOutPerSecond: perSecond('bytes_written'),
    evictionsPerSecond: perSecond('evictions'),
    memory: figure('bytes'),
    memoryLimit: figure('limit_maxbytes'),
    items: figure('curr_items'),
    connections: figure('curr_connections'),
    cpu: perSecond('rusage_user', 'rusage_system'),
  }
}

type Statistics = ServerStatistics['statistics']

/** Whether no restart lies between two samples: it would set all counters to 0. */
function isSameRun(now: Statistics, before: Statistics | undefined): boolean {
  if (before === undefined) return false
  return now['pid'] === before['pid'] && Number(now['uptime']) >= Number(before['uptime'])
}
