import type { Script } from './proxy/script.ts'

/**
 * Says what happens to the connections of a transport, for a report. `scripts` are the scripts of the proxies
 * before its servers.
 */
export function describeScripts(scripts: readonly Script[]): string {
  if (scripts.every((script) => Object.keys(script).length === 0)) return 'while every byte passes'
  const [only, ...others] = scripts
  if (others.length === 0) return `while the proxy plays ${JSON.stringify(only)}`
  const each = scripts.map((script, index) => `${JSON.stringify(script)} before server ${index + 1}`)
  return `while the proxies play ${each.join(', ')}`
}
