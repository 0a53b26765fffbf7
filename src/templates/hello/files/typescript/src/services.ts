/** What every operation gets beside its request: made once, and kept for every request this instance serves. */

export interface Services {
  now(): Date;
}

export function createServices(_env: NodeJS.ProcessEnv): Services {
  return { now: () => new Date() };
}
