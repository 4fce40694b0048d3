import type { Subject } from '../../../src/conformance/index.ts'
import type { ReferenceServer, ReferenceTransport } from '../../reference-transport.ts'

/** A broken transport, or a subject whose transports read their options wrongly. */
export type Broken = Create | Pick<Subject, 'construct'>

type Create = (server: ReferenceServer) => ReferenceTransport

export const of =
  (Broken: new (server: ReferenceServer) => ReferenceTransport): Create =>
  (server) =>
    new Broken(server)
