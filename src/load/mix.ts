/** The share of each operation in the requests of a load test. Pure. */

/**
 * Returns a function that names the operation of the next request. Each operation gets its weight, evenly spread
 * (smooth weighted round-robin), so that two runs send the same requests in the same order.
 */
export function createMix(weights: ReadonlyMap<string, number>): () => string {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const credit = new Map([...weights.keys()].map((operationId) => [operationId, 0]));
  return () => {
    let chosen: string | undefined;
    for (const [operationId, weight] of weights) {
      credit.set(operationId, credit.get(operationId)! + weight);
      if (chosen === undefined || credit.get(operationId)! > credit.get(chosen)!) chosen = operationId;
    }
    credit.set(chosen!, credit.get(chosen!)! - total);
    return chosen!;
  };
}
