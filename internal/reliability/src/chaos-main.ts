import { Chaos } from './runs/chaos.ts'
import { problemTeller } from './runs/problem-teller.ts'
import { parseRunOptions, type RunDefaults, runUsage } from './runs/run-options.ts'
import { tallyLines } from './runs/tally-lines.ts'
import { whyFailed } from './runs/why-failed.ts'

// `pnpm chaos`: exits with 1 when anything is wrong.

const TELL_INTERVAL = 10_000
const defaults: RunDefaults = { unit: 'seconds', length: 600, processes: 3, batchKeys: 200_000 }

const options = parseRunOptions(process.argv.slice(2), defaults)
if (options === 'help') console.log(runUsage('pnpm chaos', defaults))
else {
  const { length: seconds, seed, processes, servers } = options
  console.log(`seed ${seed}: ${seconds} s, ${processes} processes, ${servers} servers`)
  const chaos = new Chaos({
    ...options,
    time: seconds * 1000,
    calm: 5000,
    timeout: 250,
    loops: 8,
    pause: 60,
    sampleInterval: 0,
    onProblem: problemTeller(seed, console.log),
  })
  const startedAt = performance.now()
  const telling = setInterval(() => {
    const { calls, stale, problems } = chaos.tally
    const counts = Object.entries(problems).map(([kind, count]) => `${kind} ${count}`)
    const after = `${Math.round((performance.now() - startedAt) / 1000)} s`
    console.log(
      `${after}: calls ${calls}, faults ${chaos.faults.count}, ${counts.join(', ')}, stale ${stale}`,
    )
  }, TELL_INTERVAL)
  await chaos.run()
  clearInterval(telling)
  console.log(tallyLines(chaos.tally, chaos.faults).join('\n'))
  const reasons = whyFailed(chaos.tally, chaos.faults)
  for (const reason of reasons) console.error(`${reason}. Again: pnpm chaos --seed ${seed}`)
  if (reasons.length > 0) process.exitCode = 1
}
