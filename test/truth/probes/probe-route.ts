import { PROBE_PATH, RELEASE_HEADER } from '../../../src/naming/release-marks.ts';
import { deployedApi, RELEASE } from '../deployed-api.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'probe-route',
  title: 'A mock at a written-out path answers before a variable at the root, and its 204 carries the release.',
  expected: { status: 204, release: RELEASE },
  async run(world) {
    const { id } = await deployedApi(world);
    const { status, headers } = await world.get(id, PROBE_PATH);
    return { status, release: headers.get(RELEASE_HEADER) };
  },
};
