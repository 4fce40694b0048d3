/** How many connections of a transport have calls under way. They tell each other through it. */
export interface Activity {
  busyConnections: number
}
