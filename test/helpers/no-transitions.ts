/** State delays that are off, for clouds that a test assembles itself. */
import type { Transitions } from '../../src/local/cloud/cloud.ts';

export const noTransitions: Transitions = {
  begin: () => 0,
  takes: () => 0,
  pending: () => false,
  effective: (_scope, _kind, _key, current) => current,
  forget: () => {},
  settle: () => {},
};
