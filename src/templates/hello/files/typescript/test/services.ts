/** The services of the tests. */
import type { Services } from '../src/services.ts';

export function testServices(): Services {
  return { now: () => new Date('2026-01-31T12:00:00Z') };
}
