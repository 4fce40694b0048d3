import type { ServerStatistics } from '@lmc/client'
import type { Session } from '../program/session.ts'
import { TextConnection } from './text-connection.ts'

/** Asks each server for its figures of a kind: `items`, `slabs`, `settings` … */
export async function serverStats(
  { servers, options, signal }: Pick<Session, 'servers' | 'options' | 'signal'>,
  kind: string,
): Promise<ServerStatistics[]> {
  const { timeout } = options
  return Promise.all(
    servers.map(async (server): Promise<ServerStatistics> => {
      let connection: TextConnection | undefined
      try {
        connection = await TextConnection.open({ server, command: 'stats', timeout, signal })
        const lines = await connection.askForMany(`stats ${kind}`)
        return { server: server.name, statistics: Object.fromEntries(lines.flatMap(toFigure)) }
      } catch (error) {
        signal.throwIfAborted()
        if (error instanceof Error) return { server: server.name, statistics: {}, error }
        throw error
      } finally {
        connection?.close()
      }
    }),
  )
}

function toFigure(line: string): [name: string, figure: string][] {
  const [, name, figure] = /^STAT (\S+) ?(.*)$/.exec(line) ?? []
  return name === undefined || figure === undefined ? [] : [[name, figure]]
}
