import { createHash } from 'node:crypto'
import { ApolloServer, HeaderMap } from '@apollo/server'
import { KeyvAdapter } from '@apollo/utils.keyvadapter'
import { KeyvMemcached } from '@lmc/keyv'
import { Keyv } from 'keyv'

const servers = process.env['MEMCACHED_SERVERS'] ?? '127.0.0.1:11211'

/** A server that keeps persisted queries in a memcached that all servers share. */
function open(): ApolloServer {
  const keyv = new Keyv<string>(new KeyvMemcached({ servers }), { namespace: 'apollo' })
  return new ApolloServer({
    typeDefs: 'type Query { greeting: String }',
    resolvers: { Query: { greeting: () => 'hello' } },
    // The adapter is a CommonJS module, and TypeScript takes the Keyv of those for another class.
    cache: new KeyvAdapter<string>(keyv as unknown as ConstructorParameters<typeof KeyvAdapter<string>>[0]),
    plugins: [{ serverWillStart: async () => ({ serverWillStop: () => keyv.disconnect() }) }],
  })
}

async function ask(server: ApolloServer, body: Record<string, unknown>): Promise<string> {
  const { body: answer } = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: 'POST',
      headers: new HeaderMap([['content-type', 'application/json']]),
      search: '',
      body,
    },
    context: async () => ({}),
  })
  return answer.kind === 'complete' ? answer.string.trim() : ''
}

const [one, two] = [open(), open()]
await Promise.all([one.start(), two.start()])

const query = '{ greeting }'
const extensions = {
  persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') },
}
console.log(await ask(one, { query, extensions })) // {"data":{"greeting":"hello"}}, and the query is kept
// Apollo does not wait until the query is kept.
let answer = await ask(two, { extensions })
while (answer.includes('PersistedQueryNotFound')) answer = await ask(two, { extensions })
console.log(answer) // the same: the other server knows the query by its hash
await Promise.all([one.stop(), two.stop()])
