import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'

interface Certificate {
  readonly cert: string
  readonly key: string
}

/** Certificates that were made for a test, in files as well, since memcached reads those. */
export interface Certificates {
  readonly ca: Certificate
  /** For `localhost` and `cache.example`, and for no address. */
  readonly server: Certificate
  readonly client: Certificate
  /** What a memcached is started with to speak TLS. */
  readonly args: readonly string[]
  remove(): Promise<void>
}

export async function createCertificates(): Promise<Certificates> {
  const ca = await issue('an authority', [{ name: 'basicConstraints', cA: true, critical: true }])
  const server = await issue(
    'a server',
    [
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 2, value: 'cache.example' },
        ],
      },
    ],
    ca,
  )
  const client = await issue('a client', [{ name: 'extKeyUsage', clientAuth: true }], ca)
  const folder = await mkdtemp(join(tmpdir(), 'lmc-tls-'))
  const file = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name)
    await writeFile(path, text)
    return path
  }
  const [chain, key, authority] = await Promise.all([
    file('server.pem', server.cert),
    file('server.key', server.key),
    file('ca.pem', ca.cert),
  ])
  const args = ['-Z', '-o', `ssl_chain_cert=${chain},ssl_key=${key},ssl_ca_cert=${authority}`]
  return { ca, server, client, args, remove: () => rm(folder, { recursive: true }) }
}

async function issue(
  name: string,
  extensions: NonNullable<Parameters<typeof generate>[1]>['extensions'],
  ca?: Certificate,
): Promise<Certificate> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...(extensions && { extensions }),
    ...(ca && { ca }),
  })
  return { cert, key }
}
