import { Call } from '../call.ts'
import type { CommandWriter } from '../command-writer.ts'
import { type Cluster, parseCluster } from '../parse-cluster.ts'
import type { Reply } from '../reply.ts'
import { unexpectedReply } from '../unexpected-reply.ts'

/**
 * `config get cluster`: resolves to what a configuration endpoint says of its cluster.
 *
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoDiscovery.AddingToYourClientLibrary.html
 */
export class ClusterCall extends Call<Cluster> {
  #text = ''

  constructor() {
    super('discovery', 32)
  }

  override write(writer: CommandWriter): void {
    writer.text('config get cluster').end()
  }

  override accept(reply: Reply): boolean {
    if (reply.line === 'END') {
      this.resolve(parseCluster(this.#text))
      return true
    }
    const isConfiguration = reply.line.startsWith('CONFIG cluster ')
    // The text may end with an empty line that its length does not count.
    if (!isConfiguration && reply.line !== '') throw unexpectedReply(reply)
    if (reply.value !== undefined) this.#text = Buffer.from(reply.value).toString()
    return false
  }

  override refuse(line: string, server: string): void {
    if (line === 'ERROR') this.fail('server', 'the server has no auto-discovery', server)
    else super.refuse(line, server)
  }
}
