import { type Command, Option } from 'commander'
import { type CodecName, codecNames } from './codecs.ts'
import { type DistributionName, distributions } from './distributions.ts'
import type { TlsOptions } from './read-tls.ts'
import { wholeNumber } from './whole-number.ts'

/** What every command is told by options and the environment. */
export interface CommonOptions extends TlsOptions {
  readonly servers?: string
  readonly namespace?: string
  readonly raw?: boolean
  readonly jsonKey?: boolean
  readonly codec: CodecName
  readonly compress?: boolean
  readonly distribution: DistributionName
  readonly username?: string
  readonly password?: string
  readonly timeout: number
  readonly track: boolean
  readonly json?: boolean
}

/** The longest that a timer of Node.js waits. */
const LONGEST_WAIT = 2 ** 31 - 1

/** Adds the options that every command has. */
export function addCommonOptions(program: Command): void {
  const options = [
    new Option(
      '-s, --servers <list>',
      'host:port, [IPv6]:port, path of a unix socket or memcached:// URL, separated by commas; ' +
        'host:port/?2 has the weight 2',
    ).env('MEMCACHED_SERVERS'),
    new Option('-n, --namespace <name>', 'the namespace of the keys'),
    new Option('--raw', 'use keys as they are, as other clients do: lmc hashes them otherwise'),
    new Option('--json-key', 'read KEY as JSON: numbers, arrays and objects are keys as well'),
    new Option('--codec <name>', 'how values become bytes').choices(codecNames).default('json'),
    new Option('--compress', 'compress values of 1024 bytes and more'),
    new Option('--distribution <name>', 'which server a key is on')
      .choices(Object.keys(distributions))
      .default('ketama'),
    new Option('--no-track', 'do not list the keys that are set'),
    new Option('--tls', 'speak TLS'),
    new Option('--tls-ca <file>', 'certificates of the authorities to trust, in PEM'),
    new Option('--tls-cert <file>', 'our certificate, in PEM'),
    new Option('--tls-key <file>', 'the key of our certificate, in PEM'),
    new Option('--tls-servername <name>', "the name in the servers' certificate"),
    new Option('--tls-insecure', 'take any certificate'),
    new Option('--username <name>', 'who the auth file of the servers knows').env('MEMCACHED_USERNAME'),
    new Option('--password <text>', 'better in the environment: others see arguments').env(
      'MEMCACHED_PASSWORD',
    ),
    new Option('--timeout <ms>', 'how long a call may take, in milliseconds')
      .argParser(wholeNumber(1, LONGEST_WAIT))
      .default(1000),
    new Option('--json', 'write JSON, lists as one object a line'),
  ]
  for (const option of options) program.addOption(option)
}
