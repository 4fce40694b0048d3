import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { runLmc } from '@lmc/cli'

/** Runs a command of `lmc`, and resolves to what it prints. */
async function lmc(...args) {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() }
  const printed = [text(streams.stdout), text(streams.stderr)]
  const code = await runLmc(args, { streams })
  for (const stream of Object.values(streams)) stream.end()
  const [stdout, stderr] = await Promise.all(printed)
  assert.equal(code, 0, stderr)
  return stdout
}

process.env.MEMCACHED_SERVERS = process.env.MEMCACHED
assert.match(await lmc('ping'), /ok/)
await lmc('set', '--namespace', 'cli', 'greeting', 'hello')
assert.equal((await lmc('get', '--namespace', 'cli', 'greeting')).trim(), 'hello')
assert.equal(await lmc('keys', '--namespace', 'cli'), 'greeting\n')
