import { TransportError } from '@lmc/transport'
import { describe, it } from 'vitest'
import { Pipeline } from '../src/connection/pipeline.ts'
import { ProtocolError } from '../src/wire/protocol-error.ts'
import { damage, join } from './damage.ts'
import { createExchange, type Exchange } from './exchange.ts'
import { limits } from './limits.ts'
import { createRandom, type Random } from './random.ts'

const IS_LONG = process.env['LMC_LONG'] === '1'
const STREAMS = Number(process.env['LMC_FUZZ_STREAMS'] ?? (IS_LONG ? 1_000_000 : 30_000))
const SEED = Number(process.env['LMC_FUZZ_SEED'] ?? Date.now() % 2 ** 31)

/** Has up to five calls answered by one stream, which is damaged or not, and comes in pieces. */
async function tryStream(seed: number): Promise<void> {
  const random = createRandom(seed)
  const pipeline = new Pipeline('server', limits, false, 2048)
  const exchanges: Exchange[] = []
  let number = 0
  for (let count = 1 + random.below(5); count > 0; count--) {
    const exchange = createExchange(random, number)
    number += exchange.replies.length
    exchanges.push(exchange)
    pipeline.submit(exchange.call)
  }
  pipeline.next()
  const replies = exchanges.flatMap((exchange) => exchange.replies)
  const isDamaged = random.below(8) > 0
  const stream = Buffer.from(isDamaged ? damage(replies, random) : join(replies), 'latin1')
  const isWhole = read(pipeline, stream, random)
  if (!isDamaged && !isWhole) throw new Error('replies in order were refused')
  pipeline.fail({ code: 'connection', message: 'the stream is over' })
  for (const exchange of exchanges) await check(exchange, isDamaged)
}

/** Returns `false` when the pipeline took it for no replies. */
function read(pipeline: Pipeline, stream: Uint8Array, random: Random): boolean {
  const longest = random.pick([2, 20, 200, 2048])
  try {
    for (let at = 0; at < stream.length;) {
      const length = Math.min(1 + random.below(longest), stream.length - at)
      pipeline.window.set(stream.subarray(at, at + length))
      pipeline.read(length)
      at += length
    }
    return true
  } catch (error) {
    if (error instanceof ProtocolError) return false
    throw error
  }
}

async function check({ outcome, expected, call }: Exchange, isDamaged: boolean): Promise<void> {
  if (!call.isSettled) throw new Error(`${call.name} has not settled`)
  const found = await outcome.catch((error: unknown) => error)
  const isRight = found === expected || (isDamaged && found instanceof TransportError)
  if (!isRight)
    throw new Error(`${call.name} came to ${JSON.stringify(found)}, and not ${JSON.stringify(expected)}`)
}

describe('Pipeline', () => {
  it(`gives ${STREAMS} random and damaged streams, cut at random, to no call but the right one, and settles all`, async () => {
    // Most of the time would go into the stacks of errors that are expected.
    Error.stackTraceLimit = 0
    for (let index = 0; index < STREAMS; index++) {
      const seed = SEED + index
      try {
        await tryStream(seed)
      } catch (error) {
        throw new Error(`LMC_FUZZ_SEED=${seed} LMC_FUZZ_STREAMS=1 shows it: ${String(error)}`, {
          cause: error,
        })
      }
    }
  }, 600_000)
})
