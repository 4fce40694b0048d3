import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { startPasswordDaemon } from './start-password-daemon.ts'

/**
 * Starts a real memcached that wants SASL PLAIN and knows one user.
 *
 * @param port for a server that is started again; absent: a free port.
 */
export async function startSaslServer(
  username: string,
  password: string,
  port?: number,
): Promise<Pick<MemcachedServer, 'address' | 'port' | 'stop'>> {
  const folder = await mkdtemp(join(tmpdir(), 'lmc-sasl-'))
  const path = join(folder, 'mux')
  const daemon = await startPasswordDaemon(path, username, password)
  const release = async (): Promise<void> => {
    await daemon.stop()
    await rm(folder, { recursive: true })
  }
  const configuration = `mech_list: plain\npwcheck_method: saslauthd\nsaslauthd_path: ${path}\n`
  await writeFile(join(folder, 'memcached.conf'), configuration)
  try {
    // memcached takes the folder of its SASL configuration from nowhere else.
    process.env['SASL_CONF_PATH'] = folder
    const server = await startMemcached({ port, args: ['-S'] })
    const stop = async (): Promise<void> => {
      await server.stop()
      await release()
    }
    return { address: server.address, port: server.port, stop }
  } catch (error) {
    await release()
    throw error
  } finally {
    delete process.env['SASL_CONF_PATH']
  }
}
