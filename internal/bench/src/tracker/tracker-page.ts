export interface TrackerPageOptions {
  /** Where it was measured. */
  readonly setting: string
  /** Title and table of each. */
  readonly sections: readonly (readonly [title: string, table: string])[]
  /** Title and file of each. */
  readonly plots: readonly (readonly [title: string, file: string])[]
}

/** The page of what the list of keys costs. */
export function trackerPage({ setting, sections, plots }: TrackerPageOptions): string {
  return [
    '# What the list of keys costs',
    `Written by \`pnpm bench:tracker\`. ${setting}; one memcached with 1 GiB, \`MetaTransport\`, ` +
      'keys of 16 characters.',
    'Tracked and untracked sets take turns, round by round, each time another one first. The figures ' +
      'are medians of the rounds. The ratio is ' +
      'the median of the ratios of each round. Each listing is by a client that was opened for it. ' +
      'How long the loop was held is the ' +
      'longest time between two turns of a ticker that asks for every turn. Beside it stands the ' +
      'longest pause of the garbage collector. ' +
      'Only ratios within one run mean anything: another machine has other figures.',
    'All processes of a fleet set 100,000 keys of one namespace, in turns with keys that are not ' +
      'tracked. Processes and servers share the CPUs of ' +
      'one machine. `MB read / written` and `cas won / lost` are of the items of the list, of all ' +
      'rounds together. `unlisted` counts the keys that are there and that ' +
      'a listing does not give: it must be 0.',
    ...sections.map(([title, table]) => `## ${title}\n\n${table}`),
    "lovely.memcached's set of keys is one item, read and written whole by each set, and ends at the " +
      'item limit; sets are one at a time, for ' +
      'sets that overlap lose keys.',
    ...plots.map(([title, file]) => `## ${title}\n\n![${title}](${file})`),
  ]
    .join('\n\n')
    .concat('\n')
}
