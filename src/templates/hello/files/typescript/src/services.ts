/**
 * The services that every operation gets with its request. They are created once and used for all requests of this
 * instance.
 */

export interface Services {
  now(): Date;
}

export function createServices(_env: NodeJS.ProcessEnv): Services {
  return { now: () => new Date() };
}
