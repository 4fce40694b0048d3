/** Holds the event loop. */
export function hold(milliseconds: number): void {
  const until = performance.now() + milliseconds
  while (performance.now() < until);
}
