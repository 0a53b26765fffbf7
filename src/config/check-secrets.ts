/** Checks of `function.secrets`: references that are complete and in the stage's own region. Pure. */

import { parseSecret } from '../stack/secret-reference.ts';
import type { Report } from './check-sections.ts';
import type { StageConfig } from './config.ts';

export function checkSecrets({ function: { secrets = {} }, region }: StageConfig, report: Report): void {
  for (const [name, { from, kmsKey }] of Object.entries(secrets)) {
    const path = ['function', 'secrets', name];
    const title = path.join('.');
    if (from === '') {
      report(path, `${title} has no reference.`, 'Add from: ssm:/path or from: secretsmanager:name.');
      continue;
    }
    const { service, id } = parseSecret(from);
    if (service === 'ssm' && id.includes('/') && !id.startsWith('/')) {
      report(path, `${title} is ssm:${id}; a parameter with a path begins with a slash.`, `Use ssm:/${id}.`);
    }
    for (const arn of [service === 'secretsmanager' && id.startsWith('arn:') ? id : undefined, kmsKey]) {
      const other = arn?.split(':')[3];
      if (other === undefined || region === '' || other === region) continue;
      report(path, `${title} is in ${other}, and the stage in ${region}.`, `Use one that is in ${region}.`);
    }
  }
}
