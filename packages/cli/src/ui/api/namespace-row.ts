/** A namespace and its size. */
export interface NamespaceRow {
  /** `null`: the keys without a namespace. */
  readonly namespace: string | null
  /** How many keys are listed, also of values that are gone. */
  readonly keys: number
  /** How many items the list is made of, and their bytes. */
  readonly listItems: number
  readonly listBytes: number
}

/** What the values of a namespace take. */
export interface NamespaceValues {
  /** `null`: the keys without a namespace. */
  readonly namespace: string | null
  readonly values: number
  /** With keys and the server's headers. */
  readonly bytes: number
}

/** The namespaces; `gaps` says why some may be missing. */
export interface NamespaceList {
  readonly namespaces: readonly NamespaceRow[]
  readonly gaps: readonly string[]
}

/** What is in the namespaces, and beside them. */
export interface NamespaceMeasures {
  readonly namespaces: readonly NamespaceValues[]
  /** The items that no list of keys names, without those of lmc itself. */
  readonly unlisted: { readonly values: number; readonly bytes: number }
  readonly gaps: readonly string[]
}
