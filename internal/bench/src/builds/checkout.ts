import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { MemcachedClient } from '@lmc/client'
import type { MetaTransport } from '@lmc/transport-meta'

/** The classes of a built checkout of this repository. */
export interface Checkout {
  readonly MemcachedClient: typeof MemcachedClient
  readonly MetaTransport: typeof MetaTransport
}

/** Loads the classes of the checkout in a folder. */
export async function loadCheckout(folder: string): Promise<Checkout> {
  const load = (name: string): Promise<unknown> =>
    import(pathToFileURL(resolve(folder, `packages/${name}/dist/index.js`)).href)
  const client = (await load('client')) as Pick<Checkout, 'MemcachedClient'>
  const meta = (await load('transport-meta')) as Pick<Checkout, 'MetaTransport'>
  return { MemcachedClient: client.MemcachedClient, MetaTransport: meta.MetaTransport }
}
