import { type Check, type Finding, fine, NOTHING } from '../finding.ts';

export const secrets: Check = {
  id: 'secrets',
  area: 'stage',
  async run({ stage }) {
    if (!stage) return NOTHING;
    const missing = await stage.evidence.missingSecrets();
    if (missing.length === 0) return fine('the secrets that apikit.yaml names exist');
    return {
      findings: missing.map(
        (says): Finding => ({
          severity: 'error',
          says,
          why: 'Every call that needs it fails.',
          fix: 'Create it under that name, or restore it if it is scheduled for deletion; the function reads it at its start.',
          command: `apikit plan --stage ${stage.name}`,
        }),
      ),
    };
  },
};
