/** What a server with an auth file asks for. */
export interface Credentials {
  readonly username: string
  readonly password: string
}
