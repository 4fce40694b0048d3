import type { Limits } from '../calls/limits.ts'
import type { Server } from '../servers/server.ts'
import type { Activity } from './activity.ts'
import type { ConnectionOwner } from './connection-owner.ts'

/** What a connection needs. */
export interface ConnectionOptions<Connection> {
  readonly server: Server
  readonly limits: Limits
  readonly owner: ConnectionOwner<Connection>
  readonly activity: Activity
  /** Whether the server is asked for its version; otherwise it counts as a new one. */
  readonly asksVersion: boolean
  /** The address of the server that has answered last. */
  readonly favourite: string | undefined
}
