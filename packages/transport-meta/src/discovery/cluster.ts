import { Call } from '../calls/call.ts'
import type { Command, Pending } from '../calls/command.ts'
import type { CommandWriter } from '../wire/command-writer.ts'
import { type Cluster, parseCluster } from './parse-cluster.ts'
import type { Reply } from '../wire/reply.ts'
import { unexpectedReply } from '../wire/unexpected-reply.ts'

/**
 * `config get cluster`: resolves to what a configuration endpoint says of its cluster.
 *
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoDiscovery.AddingToYourClientLibrary.html
 */
export function createClusterCall(): Call<Cluster> {
  return new Call('discovery', new ClusterCommand(), 32)
}

class ClusterCommand implements Command<Cluster> {
  #text = ''

  write(writer: CommandWriter): void {
    writer.text('config get cluster').end()
  }

  accept(reply: Reply, call: Pending<Cluster>): boolean {
    if (reply.line === 'END') {
      call.resolve(parseCluster(this.#text))
      return true
    }
    const isConfiguration = reply.line.startsWith('CONFIG cluster ')
    // The text may end with an empty line that its length does not count.
    if (!isConfiguration && reply.line !== '') throw unexpectedReply(reply)
    if (reply.value !== undefined) this.#text = Buffer.from(reply.value).toString()
    return false
  }

  refuse(line: string, server: string, call: Pending<Cluster>): boolean {
    if (line !== 'ERROR') return false
    call.fail('server', 'the server has no auto-discovery', server)
    return true
  }
}
