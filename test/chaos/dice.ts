/**
 * Dice that always fall the same way, and low: the SDK's own waits between its tries are real time, and it rolls for
 * them.
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
