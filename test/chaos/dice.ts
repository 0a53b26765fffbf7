/**
 * Random numbers that are always the same, and low: the SDK waits in real time between its attempts, for a random time.
 */
export function steadyDice(): { restore(): void } {
  const { random } = Math;
  Math.random = () => 0.01;
  return {
    restore() {
      Math.random = random;
    },
  };
}
