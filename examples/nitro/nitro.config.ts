import { defineNitroConfig } from 'nitropack/config'

const servers = (process.env['MEMCACHED_SERVERS'] ?? '127.0.0.1:11211').split(',')

export default defineNitroConfig({
  compatibilityDate: '2026-11-01',
  srcDir: 'src',
  storage: {
    // Nitro writes these options into the build, as JSON. `defineCachedEventHandler` keeps its answers in the
    // storage `cache`.
    cache: { driver: '@lmc/unstorage', servers, namespace: 'shop' },
  },
  // Packages of this workspace are compiled with the application. They are written for Node.js 20.
  esbuild: { options: { target: 'es2022' } },
})
