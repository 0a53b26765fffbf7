import { type Check, fine, found, NOTHING } from '../finding.ts';

export const python: Check = {
  id: 'python',
  area: 'machine',
  async run({ machine, project }) {
    const wanted = Object.values(project?.runtimes ?? {}).flatMap(
      (runtime) => /^python(3\.\d+)$/.exec(runtime)?.[1] ?? [],
    );
    const [version] = wanted;
    if (version === undefined) return NOTHING;
    const has = await machine.python();
    if (has === undefined)
      return found({
        severity: 'warning',
        says: 'This machine has no python3.',
        why: 'Python sources are deployed unchecked, and the embedded cloud cannot run them.',
        fix: `Install Python ${version}.`,
      });
    if (has === version) return fine(`Python ${has}`);
    return found({
      severity: 'note',
      says: `This machine has Python ${has}, and the function runs with ${version}.`,
      why: 'Packages that are compiled for one version do not load in another.',
      fix: `Install Python ${version} beside it.`,
    });
  },
};
