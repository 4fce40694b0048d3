import { spawn } from 'node:child_process'
import { freePort } from '@lmc/memcached-server'
import { describe, expect, it } from 'vitest'
import { untilAnswers } from '../src/until-answers.ts'

describe('untilAnswers', () => {
  it('resolves when the program answers', async () => {
    const port = await freePort()
    const program = `setTimeout(() => {
      require('node:http').createServer((_, response) => response.end()).listen(${port}, '127.0.0.1')
    }, 200)`
    const child = spawn(process.execPath, ['-e', program])
    await untilAnswers(child, `http://127.0.0.1:${port}/`)
    expect(child.exitCode).toBe(null)
    child.kill()
  })

  it('rejects when the program ends before', async () => {
    const child = spawn(process.execPath, ['-e', 'process.exit(3)'])
    await expect(untilAnswers(child, `http://127.0.0.1:${await freePort()}/`)).rejects.toThrow(
      'ended with code 3',
    )
  })
})
