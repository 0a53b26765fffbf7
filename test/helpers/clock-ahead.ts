/** A clock for an embedded cloud that is ahead of this machine's clock by a number of ms. */
export function clockAhead(ahead: () => number) {
  return {
    now: () => Date.now() + ahead(),
    after(ms: number, callback: () => void) {
      const timer = setTimeout(callback, ms).unref();
      return () => clearTimeout(timer);
    },
  };
}
