import { echoFunction } from '../echo-function.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'publish-with-create',
  title: 'CreateFunction with Publish returns the version that it published, and not $LATEST.',
  expected: { version: '1' },
  async run(world) {
    const { version } = await echoFunction(world);
    return { version };
  },
};
