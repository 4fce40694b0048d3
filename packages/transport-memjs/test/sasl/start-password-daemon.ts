import { once } from 'node:events'
import { createServer } from 'node:net'

/** Something that answers whether a password is right. */
export interface PasswordDaemon {
  stop(): Promise<void>
}

/**
 * Listens where Cyrus SASL asks its `saslauthd`, and knows one user. So memcached checks real passwords
 * without a password file (for which there is only a program that is not installed with it) and without being
 * root.
 *
 * @see https://github.com/cyrusimap/cyrus-sasl/blob/master/lib/checkpw.c function `saslauthd_verify_password`
 */
export async function startPasswordDaemon(
  path: string,
  username: string,
  password: string,
): Promise<PasswordDaemon> {
  const server = createServer((socket) => {
    let asked = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      asked = Buffer.concat([asked, chunk])
      const [user, secret, service, realm] = readStrings(asked)
      if (realm === undefined) return
      const isRight = user === username && secret === password && service === 'memcached'
      socket.end(isRight ? '\0\x02OK' : '\0\x02NO')
    })
  })
  server.listen(path)
  await once(server, 'listening')
  return {
    stop: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}

/** The strings that are complete, each behind its length in two bytes. */
function readStrings(bytes: Buffer): string[] {
  const strings: string[] = []
  let at = 0
  while (at + 2 <= bytes.length && at + 2 + bytes.readUInt16BE(at) <= bytes.length) {
    const end = at + 2 + bytes.readUInt16BE(at)
    strings.push(bytes.toString('utf8', at + 2, end))
    at = end
  }
  return strings
}
