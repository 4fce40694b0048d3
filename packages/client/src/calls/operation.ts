/**
 * A method of the client. `load` is the part of `getOrSet` without a fresh value: waiting for other
 * processes, loading and storing. `track` is the append to the list of keys.
 */
export type Operation =
  | 'get'
  | 'getMany'
  | 'has'
  | 'hasMany'
  | 'getOrSet'
  | 'getOrSetMany'
  | 'load'
  | 'set'
  | 'setMany'
  | 'add'
  | 'replace'
  | 'touch'
  | 'increment'
  | 'update'
  | 'invalidate'
  | 'invalidateMany'
  | 'invalidateDependents'
  | 'invalidateNamespace'
  | 'invalidateAll'
  | 'keys'
  | 'namespaces'
  | 'getStatistics'
  | 'track'
