import { type Check, type Finding, fine, NOTHING } from '../finding.ts';

export const logRetention: Check = {
  id: 'log-retention',
  area: 'stage',
  async run({ stage }) {
    if (!stage) return NOTHING;
    const endless = await stage.endlessLogs();
    if (endless.length === 0) return fine('every log group has a retention');
    const { retentionDays } = stage.wanted;
    return {
      findings: endless.map(
        (logGroup): Finding => ({
          severity: 'warning',
          says: `Log group ${logGroup} keeps its lines forever.`,
          why: 'It costs more each month, and personal data stays in it.',
          fix: `Let it keep them for ${retentionDays} days, the value of logs.retentionDays.`,
          command: `apikit doctor --stage ${stage.name} --fix`,
          repair: { logGroup, retentionDays },
        }),
      ),
    };
  },
};
