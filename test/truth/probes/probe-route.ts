import { PROBE_PATH, RELEASE_HEADER } from '../../../src/naming/release-marks.ts';
import { deployedApi, RELEASE } from '../deployed-api.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'probe-route',
  title: 'A mock at a literal path takes precedence over a path variable at the root, and its 204 has the release.',
  expected: { status: 204, release: RELEASE },
  async run(world) {
    const { id } = await deployedApi(world);
    const { status, headers } = await world.get(id, PROBE_PATH);
    return { status, release: headers.get(RELEASE_HEADER) };
  },
};
