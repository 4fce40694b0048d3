// `pnpm new:transport NAME` writes packages/transport-NAME.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeTransport } from './write-transport.mjs'

const [name, ...rest] = process.argv.slice(2)
if (name === undefined || rest.length > 0) fail('Usage: pnpm new:transport NAME, such as my-client')

const folder = `packages/transport-${name}`
const root = fileURLToPath(new URL('../../..', import.meta.url))
const files = await writeTransport(name, join(root, folder)).catch((error) => fail(error.message))

process.stdout.write(`Wrote ${folder}:
${files.map((file) => `  ${file}`).join('\n')}

Next:
  pnpm install
  pnpm exec turbo run build --filter=@lmc/transport-${name}
  pnpm --filter @lmc/transport-${name} test conformance   # red, until the methods do their work
  pnpm --filter @lmc/transport-${name} test faults

docs/write-a-transport.md goes with you.
`)

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}
