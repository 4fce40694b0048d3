import type { CacheKey } from '../src/index.ts'

export interface KnownAnswer {
  readonly key: CacheKey
  readonly namespace?: string
  readonly text: string
  readonly digest: string
}

/**
 * Memcached keys outlive the process that made them. To change a line of this table is to orphan every stored
 * item with a key of its kind.
 *
 * Texts and digests of the first list come from `cPickle.dumps` and `md5` of Python 2.7.18.
 */
const asInPython: readonly KnownAnswer[] = [
  { key: 'cache_key', text: `S'cache_key'\np1\n.`, digest: '188693688126b424eb89e1385eca6f01' },
  { key: '', text: `S''\n.`, digest: 'ab12b2a99cf8bcfcf8e191f0ed2e98ae' },
  { key: 'a', text: `S'a'\n.`, digest: 'd91f55f5c52963dfe909633aa63422ef' },
  { key: 'ab', text: `S'ab'\np1\n.`, digest: '99d82b3967279e938772903b469e005a' },
  { key: "it's", text: `S"it's"\np1\n.`, digest: '9e64c4aad287830be644a888814b0845' },
  { key: 'say "hi"', text: `S'say "hi"'\np1\n.`, digest: '4434ed8004536e4b03d9f7fe4ca02348' },
  { key: `both ' and "`, text: `S'both \\' and "'\np1\n.`, digest: '982d3bb2ef27e310e4cd9670f335c0c7' },
  {
    key: 'tab\t nl\n cr\r nul\0 del\u007F bs\\',
    text: String.raw`S'tab\t nl\n cr\r nul\x00 del\x7f bs\\'` + '\np1\n.',
    digest: '458ad3837f68418e8364683f1e4098d2',
  },
  { key: 'a\\b', text: "S'a\\\\b'\np1\n.", digest: 'ec1f50f346eaa7d57d60ae76d279b869' },
  { key: '\\', text: "S'\\\\'\n.", digest: 'e3a9b352bab6c042bd7fff4b263bea89' },
  { key: "''", text: `S"''"\np1\n.`, digest: '696fd4fae1398009b0967884b9394604' },
  { key: "'", text: `S"'"\n.`, digest: '0762e354f803f26829bfcbfe3c5b9175' },
  {
    key: "o'clock",
    namespace: 'c:\\x',
    text: `(S'c:\\\\x'\np1\nS"o'clock"\np2\nt.`,
    digest: 'be59b0ce097987e6f664935c3a0eb47e',
  },
  { key: 'ä', text: 'Vä\n.', digest: 'a2d4854e974fdd64928377e001879a92' },
  { key: 'Grüße', text: 'VGrüße\np1\n.', digest: 'fc2e721d4e568a1a71168f4e0ba59ce7' },
  { key: "it's é", text: "Vit's é\np1\n.", digest: 'd67adf0a4b1f3a946c7769e8eb767c6f' },
  { key: 'ÿĀ', text: 'Vÿ\\u0100\np1\n.', digest: '1b8eae779ff7ee87b164aba664131cac' },
  { key: '日本', text: 'V\\u65e5\\u672c\np1\n.', digest: 'b68ef08553a1995a4e175633e1a14065' },
  { key: '😀', text: 'V\\U0001f600\n.', digest: '3f43e81410d9e137b08fbf767b2a6f17' },
  { key: '😀!', text: 'V\\U0001f600!\np1\n.', digest: 'df0fc8978456666763692572fae59590' },
  { key: 'a\\b\ncä', text: 'Va\\u005cb\\u000acä\np1\n.', digest: '3de8f8892c2c505240610533aa012bef' },
  { key: '\uD83D', text: 'V\\ud83d\n.', digest: '642b7622bedf683b38d58bbf62fd49fc' },
  { key: '\uDE00x', text: 'V\\ude00x\np1\n.', digest: '5cc8a3b0ffc6c3e65e97d2e0c18d1f2d' },
  { key: '\uFFFD', text: 'V\\ufffd\n.', digest: '8155942f3833205f3fdb103a1433516e' },
  { key: '\uFEFFa', text: 'V\\ufeffa\np1\n.', digest: '152ef75ebd397a9b00608c556f8ce03a' },
  { key: 1, text: 'I1\n.', digest: 'e55528fb12b23418f10687799bb3fb3c' },
  { key: '1', text: `S'1'\n.`, digest: 'cebc21a9158ba121f499902878d8ede2' },
  { key: 0, text: 'I0\n.', digest: '2f6b5f08c32ff7cfbfc3b5197da7326d' },
  { key: -5, text: 'I-5\n.', digest: '8470f73624b55a5b3cf22631d99bfefc' },
  { key: 9007199254740991, text: 'I9007199254740991\n.', digest: '6a9c1402c333acea9bad09c0f5c39ef6' },
  { key: true, text: 'I01\n.', digest: '408c2c2ee2e4f5cce08cef2b52b31aca' },
  { key: false, text: 'I00\n.', digest: 'cc20117a534cb9ec23c1cc3583e777ba' },
  { key: null, text: 'N.', digest: '2c45f80c650c95d1b2dc2b9115fe543b' },
  { key: [], text: '(lp1\n.', digest: '8b95b53f3834fd0da06012a92c7d0071' },
  { key: ['user', 42], text: `(lp1\nS'user'\np2\naI42\na.`, digest: '65d00b92205bbaea82d595d80dedfa6b' },
  { key: [[], [[]]], text: '(lp1\n(lp2\na(lp3\n(lp4\naa.', digest: '17e4d58d4d591d2d7727c106be8bab3f' },
  { key: {}, text: '(dp1\n.', digest: 'b60d24fe8492fb02280b7f2cc2730fb8' },
  { key: { user: 42 }, text: `(dp1\nS'user'\np2\nI42\ns.`, digest: '1f87ab5cd49f6d6286d2edae7539ecc1' },
  {
    key: 'key',
    namespace: 'ns',
    text: `(S'ns'\np1\nS'key'\np2\nt.`,
    digest: 'e40a728276861dd81e0c2724aa4b2e0b',
  },
  { key: 'key', namespace: '', text: `(S''\nS'key'\np1\nt.`, digest: '4990fef43ed3cc8a189bffbc9dd9291f' },
  { key: 'key', namespace: 'ü', text: `(Vü\nS'key'\np1\nt.`, digest: 'c76d4a3d44a0b83f948f782ecd33c750' },
  {
    key: 'Jörg',
    namespace: 'ns',
    text: `(S'ns'\np1\nVJörg\np2\nt.`,
    digest: '760cf4d6a2b6e21c45835f18d0d194db',
  },
  {
    key: ['ab'],
    namespace: 'ns',
    text: `(S'ns'\np1\n(lp2\nS'ab'\np3\nat.`,
    digest: '8114f51180edd3c89157a943ad1dda60',
  },
]

/**
 * Cases that Python leaves open. The texts are written by hand, their digests by `md5sum` over the Latin-1
 * bytes.
 */
const ours: readonly KnownAnswer[] = [
  { key: -0, text: 'I0\n.', digest: '2f6b5f08c32ff7cfbfc3b5197da7326d' },
  { key: 1.5, text: 'F1.5\n.', digest: '352b77d67a568130f6d511f52916c484' },
  { key: 0.1 + 0.2, text: 'F0.30000000000000004\n.', digest: '26b548d247c08e6e23ac8400ceaaab3b' },
  { key: 2 ** 53, text: 'F9007199254740992\n.', digest: '140f9004b3609ae4224ddb95376ae480' },
  { key: 1e21, text: 'F1e+21\n.', digest: '285d2d8df1e30e92c7d88e15a1fd2e09' },
  { key: -5e-324, text: 'F-5e-324\n.', digest: 'b16371826c5901ac08db070577018fb9' },
  { key: 1, namespace: '1', text: `(S'1'\nI1\nt.`, digest: '08dddb22aff53bb47e73f4873c2e89ec' },
  {
    key: ['ab', 'ab'],
    text: `(lp1\nS'ab'\np2\naS'ab'\np3\na.`,
    digest: 'f15b8e0d48fb22a2e46813b76397c33c',
  },
  { key: { b: 1, a: 2 }, text: `(dp1\nS'a'\nI2\nsS'b'\nI1\ns.`, digest: '0b8e6f97c3c79f397e841639668df062' },
  {
    key: { 9: null, 10: true },
    text: `(dp1\nS'10'\np2\nI01\nsS'9'\nNs.`,
    digest: 'a4705278d1716993a811a1c7d940a741',
  },
  {
    key: { user: { name: 'Jörg' }, ids: [1, 2] },
    text: `(dp1\nS'ids'\np2\n(lp3\nI1\naI2\nasS'user'\np4\n(dp5\nS'name'\np6\nVJörg\np7\nss.`,
    digest: '8967616c334f0fbe2a2915b824017b9b',
  },
]

export const knownAnswers: readonly KnownAnswer[] = [...asInPython, ...ours]
