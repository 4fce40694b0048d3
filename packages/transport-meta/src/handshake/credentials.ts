/** What a server with an auth file asks for. */
export interface Credentials {
  readonly username: string
  readonly password: string
}

/** A text, or what is asked for it when a connection is made. */
export type Secret = string | (() => string | Promise<string>)

/** Credentials, of which either may be asked for. */
export interface CredentialsSource {
  readonly username: Secret
  readonly password: Secret
}
