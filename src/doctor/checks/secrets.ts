import { type Check, type Finding, fine, NOTHING } from '../finding.ts';

export const secrets: Check = {
  id: 'secrets',
  area: 'stage',
  async look({ stage }) {
    if (!stage) return NOTHING;
    const missing = await stage.evidence.missingSecrets();
    if (missing.length === 0) return fine('the secrets that apikit.yaml names are there');
    return {
      findings: missing.map(
        (says): Finding => ({
          severity: 'error',
          says,
          why: 'Every call that needs it fails.',
          fix: 'Make it, or restore it where it is to be deleted, under that name; the function reads it when it starts.',
          command: `apikit plan --stage ${stage.name}`,
        }),
      ),
    };
  },
};
