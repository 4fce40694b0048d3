import { once } from 'node:events'
import { request } from 'node:http'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { type ExitCode, runLmc } from '../../src/index.ts'

/** What `lmc ui` answers. */
interface Answer {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

interface AskOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A running `lmc ui`, in this process. */
export class UiRun {
  /** The address of the page, with its token. */
  readonly address: string
  readonly #over: AbortController
  readonly #ended: Promise<ExitCode>

  private constructor(address: string, over: AbortController, ended: Promise<ExitCode>) {
    this.address = address
    this.#over = over
    this.#ended = ended
  }

  static async start(servers: string, ...args: string[]): Promise<UiRun> {
    const over = new AbortController()
    const streams = { stdin: Readable.from([]), stdout: new PassThrough(), stderr: new PassThrough() }
    const ended = runLmc(['ui', '--json', '--servers', servers, ...args], { signal: over.signal, streams })
    const early = ended.then((code) => {
      throw new Error(`lmc ui has ended with ${code}: ${String(streams.stderr.read())}`)
    })
    // Later on, that is the end of a test.
    early.catch(() => undefined)
    const [line] = await Promise.race([once(streams.stdout, 'data') as Promise<[Buffer]>, early])
    const { address } = JSON.parse(line.toString()) as { readonly address: string }
    return new UiRun(address, over, ended)
  }

  /** Asks for a path below the page, such as `api/items`, or for another one when it begins with `/`. */
  async ask(path: string, { method = 'GET', headers = {}, body = '' }: AskOptions = {}): Promise<Answer> {
    const sent = request(new URL(path, this.address), { method, headers, agent: false }).end(body)
    const [answer] = await once(sent, 'response')
    return { status: answer.statusCode, headers: answer.headers, body: await text(answer) }
  }

  /** Sends a change as the page does. */
  async tell(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const { origin } = new URL(this.address)
    return this.ask(path, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  }

  /** Ends it, and resolves to its exit code. */
  async stop(): Promise<ExitCode> {
    this.#over.abort()
    return this.#ended
  }
}
