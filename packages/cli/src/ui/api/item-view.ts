/** How a value is shown once it is decoded. */
export type DecodedValue =
  /** `text`: the value is that text; `json`: its JSON; `other`: as Node.js shows what JSON cannot hold. */
  | { readonly form: 'text' | 'json' | 'other'; readonly text: string }
  /** The value is bytes that are no text in UTF-8. */
  | { readonly form: 'bytes' }
  /** lmc gives no value, and why. */
  | { readonly form: 'none'; readonly reason: string }

/** An item with its value. */
export interface ItemView {
  readonly memcachedKey: string
  readonly server: string
  readonly flags: number
  readonly flagNames: readonly string[]
  /** In bytes. */
  readonly valueSize: number
  /** In seconds; 0 is for ever. */
  readonly lifetimeLeft: number
  /** How long ago it was last used, before this look, in seconds. */
  readonly idle: number
  readonly wasRead: boolean
  /** The stored bytes, in base64. */
  readonly stored: string
  readonly decoded: DecodedValue
}
