import { buildApp } from './build-app.ts'

const servers = (process.env['MEMCACHED_SERVERS'] ?? '127.0.0.1:11211').split(',')
const app = buildApp({ servers, sessionAge: 30 * 60_000, logger: { level: 'warn' } })
console.log(await app.listen({ port: Number(process.env['PORT'] ?? 3000) }))
process.once('SIGTERM', () => void app.close())
