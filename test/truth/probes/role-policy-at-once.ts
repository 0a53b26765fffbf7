import { roleOf } from '../echo-function.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'role-policy-at-once',
  title: 'PutRolePolicy accepts a role that CreateRole has just created. Where it does not, apikit tries again.',
  expected: { answer: 'accepted' },
  async run(world) {
    const { policy } = await roleOf(world);
    return { answer: policy };
  },
};
