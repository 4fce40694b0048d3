export interface TrackerPageOptions {
  /** Where it was measured. */
  readonly setting: string
  /** Title and table of each. */
  readonly sections: readonly (readonly [title: string, table: string])[]
  readonly plotTitle: string
  /** The plot's file. */
  readonly plot: string
}

/** The page of what the list of keys costs. */
export function trackerPage({ setting, sections, plotTitle, plot }: TrackerPageOptions): string {
  return [
    '# What the list of keys costs',
    `Written by \`pnpm bench:tracker\`. ${setting}; one memcached with 1 GiB, \`MetaTransport\`, keys of 16 characters.`,
    'Tracked and untracked sets take turns, round by round, each time another one first; the figures are medians of the rounds, the ratio ' +
      'is the median of those of each round. Each listing is by a client that was opened for it. How long the loop was held is the longest time ' +
      'between two turns of a ticker that asks for every turn; the longest pause of the garbage collector stands beside it, for a heap of ' +
      'a million keys has its own. Only ratios within one run mean anything: another machine has other figures.',
    ...sections.map(([title, table]) => `## ${title}\n\n${table}`),
    "lovely.memcached's set of keys is one item, read and written whole by each set, and ends at the item limit; sets are one at a time, for " +
      'sets that overlap lose keys.',
    `## ${plotTitle}\n\n![${plotTitle}](${plot})`,
  ]
    .join('\n\n')
    .concat('\n')
}
