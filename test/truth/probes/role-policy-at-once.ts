import { roleOf } from '../echo-function.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'role-policy-at-once',
  title: 'PutRolePolicy knows a role that CreateRole has just made. Where it does not, apikit tries again.',
  expected: { answer: 'accepted' },
  async run(world) {
    const { policy } = await roleOf(world);
    return { answer: policy };
  },
};
