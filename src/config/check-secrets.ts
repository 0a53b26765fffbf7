/** Checks `function.secrets`: references must be complete and in the stage's own region. Pure. */
import { parseSecret } from '../naming/secret-reference.ts';
import type { StageConfig } from './config.ts';
import type { ReportProblem } from './stage-report.ts';

export function checkSecrets({ function: { secrets = {} }, region, stage }: StageConfig, report: ReportProblem): void {
  for (const [name, { from, kmsKey }] of Object.entries(secrets)) {
    const path = ['function', 'secrets', name];
    const title = path.join('.');
    if (from === '') {
      report([...path, 'from'], `${title} has no reference.`, 'Add from: ssm:/path or from: secretsmanager:name.');
      continue;
    }
    const { service, id } = parseSecret(from);
    if (service === 'ssm' && id.includes('/') && !id.startsWith('/')) {
      report(
        path,
        `${title} has a path without a slash at its beginning.`,
        'Write the reference as ssm:/path/of/the/parameter.',
      );
    }
    for (const arn of [service === 'secretsmanager' && id.startsWith('arn:') ? id : undefined, kmsKey]) {
      const other = arn?.split(':')[3];
      if (other === undefined || region === '' || other === region) continue;
      const message = `${title} is in ${other}, but stage ${stage} is in ${region}.`;
      report(path, message, `Use one that is in ${region}.`, { about: `region ${other}` });
    }
  }
}
