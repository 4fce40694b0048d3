import { readFile } from 'node:fs/promises'

/** The first JavaScript sample of a README, with the address of another server. */
export async function sampleOf(path: string, server: string): Promise<string> {
  const [, sample] = /^```js\n(.*?)^```$/ms.exec(await readFile(path, 'utf8')) ?? []
  if (sample === undefined) throw new Error(`${path} has no \`\`\`js block`)
  return sample.replaceAll('127.0.0.1:11211', server)
}

/** The packages that a README installs. */
export async function installedBy(path: string): Promise<string[]> {
  const [, words] = /^npm install (.*)$/m.exec(await readFile(path, 'utf8')) ?? []
  if (words === undefined) throw new Error(`${path} does not say what to install`)
  return words.split(' ').filter((word) => !word.startsWith('-'))
}
