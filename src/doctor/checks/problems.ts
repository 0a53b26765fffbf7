import { type Check, type Finding, fine, NOTHING } from '../finding.ts';

export const problems: Check = {
  id: 'problems',
  area: 'project',
  run({ project }) {
    if (!project) return NOTHING;
    if (project.problems.length === 0) return fine(`${project.name}: apikit.yaml and the contract`);
    return {
      findings: project.problems.map(
        ({ severity, text }): Finding => ({
          severity,
          says: text,
          why: severity === 'error' ? 'It cannot be deployed.' : 'It works, but not as it reads.',
          fix: 'Correct the line.',
          command: 'apikit validate',
        }),
      ),
    };
  },
};
