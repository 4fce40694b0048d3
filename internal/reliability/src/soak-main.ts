import { Chaos } from './runs/chaos.ts'
import { problemTeller } from './runs/problem-teller.ts'
import { parseRunOptions, type RunDefaults, runUsage } from './runs/run-options.ts'
import type { Sample } from './clients/sample.ts'
import { soakFigures, soakTrends } from './runs/soak-trends.ts'
import { soakSummary } from './runs/soak-summary.ts'
import { tallyLines } from './runs/tally-lines.ts'
import { whyFailed } from './runs/why-failed.ts'

// `pnpm soak`: one process of clients under faults. Its memory, handles and listeners must not grow. Exits
// with 1 when they grow, or when anything is wrong.

const TELL_INTERVAL = 30_000
const defaults: RunDefaults = { unit: 'minutes', length: 30, processes: 1, batchKeys: 0 }

const options = parseRunOptions(process.argv.slice(2), defaults)
if (options === 'help') console.log(runUsage('pnpm soak', defaults))
else {
  const { length: minutes, seed } = options
  console.log(`seed ${seed}: ${minutes} minutes`)
  const samples: Sample[] = []
  const chaos = new Chaos({
    ...options,
    time: minutes * 60_000,
    calm: 0,
    timeout: 250,
    loops: 8,
    pause: 100,
    sampleInterval: 1000,
    onProblem: problemTeller(seed, console.log),
    onSample: (sample) => samples.push(sample),
  })
  const startedAt = performance.now()
  const telling = setInterval(() => {
    const last = samples.at(-1)
    if (last === undefined) return
    const figures = soakFigures.map(({ name, read }) => `${name} ${read(last).toLocaleString('en')}`)
    const after = `${((performance.now() - startedAt) / 60_000).toFixed(1)} min`
    console.log(`${after}: calls ${chaos.tally.calls}, faults ${chaos.faults.count}, ${figures.join('; ')}`)
  }, TELL_INTERVAL)
  await chaos.run()
  clearInterval(telling)
  console.log(tallyLines(chaos.tally, chaos.faults).join('\n'))
  const trends = soakTrends(samples)
  console.log(`\n${soakSummary(minutes, trends, chaos.tally, chaos.faults)}`)
  const growing = trends.filter(({ grows }) => grows)
  const reasons = [
    ...growing.map(({ name, first, last }) => `${name}: ${last} in the last third; ${first} in the first`),
    ...whyFailed(chaos.tally, chaos.faults),
  ]
  for (const reason of reasons) console.error(`${reason}. Again: pnpm soak --seed ${seed}`)
  if (reasons.length > 0) process.exitCode = 1
}
