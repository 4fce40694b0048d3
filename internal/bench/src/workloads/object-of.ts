/** A user object, as an application would cache it: about 300 bytes of JSON, different for every `i`. */
export function objectOf(i: number): object {
  return {
    id: 100_000 + i,
    name: `Ada Lovelace the ${i}th`,
    email: `ada.${i}@example.com`,
    roles: ['reader', 'writer', 'admin'],
    settings: { theme: 'dark', language: 'en-GB', pageSize: 50, notifications: true },
    score: i / 7,
    visits: [3, 1, 4, 1, 5, 9, 2, 6, i],
    isActive: i % 2 === 0,
    lastSeen: '2026-11-22T20:56:00.000Z',
  }
}
