/** A clock for an embedded cloud that goes with this machine's, ahead of it by so many ms. */
export function clockAhead(ahead: () => number) {
  return {
    now: () => Date.now() + ahead(),
    after(ms: number, callback: () => void) {
      const timer = setTimeout(callback, ms).unref();
      return () => clearTimeout(timer);
    },
  };
}
