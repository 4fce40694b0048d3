/**
 * A method of the client. `load` is what `getOrSet` does where there is no fresh value: it waits for other
 * processes, loads and stores. `track` is what the methods that store write to the list of keys.
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
