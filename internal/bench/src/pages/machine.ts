import { availableParallelism } from 'node:os'

/** What a bench ran on, as its page says it. */
export function machine(): string {
  const { versions, platform, arch } = process
  return `Node ${versions.node}, ${platform} ${arch}, ${availableParallelism()} CPUs`
}
