import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CpuProfile, hotFunctions } from './hot-functions.ts'
import { textTable } from '@lmc/report'

const SHOWN = 15

/** Prints the hottest functions of each profile in a folder. */
export async function printProfiles(folder: string): Promise<void> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.cpuprofile'))
  for (const file of files) {
    const profile: CpuProfile = JSON.parse(await readFile(join(folder, file), 'utf8'))
    const rows = hotFunctions(profile, SHOWN).map(({ name, share }) => [
      name,
      `${(share * 100).toFixed(1)} %`,
    ])
    console.log(`${textTable([file, 'self'], rows)}\n`)
  }
}
