/** The views of the page. */
export const views = ['servers', 'namespaces', 'keys'] as const

export type View = (typeof views)[number]

/** Where the user is in the page, as the part of the address behind `#` says. */
export interface Place {
  readonly view: View
  readonly details: Readonly<Record<string, string>>
}

/** Reads the part of an address behind `#`, such as `#keys?search=user`. */
export function placeOf(hash: string): Place {
  const [name, query = ''] = hash.replace(/^#/, '').split('?', 2)
  const view = views.find((one) => one === name) ?? 'servers'
  return { view, details: Object.fromEntries(new URLSearchParams(query)) }
}

/** The part of an address for a place. Empty details are left out. */
export function hashOf({ view, details }: Place): string {
  const query = new URLSearchParams(Object.entries(details).filter(([, detail]) => detail !== ''))
  return query.size === 0 ? `#${view}` : `#${view}?${query.toString()}`
}
