/** Every command of docs/keys.md does what the page says, in the order of the page. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Project, startSmallProject } from '../../helpers/project.ts';
import { clientsOf } from '../../helpers/project-clients.ts';
import { shellWords } from '../../helpers/typed-commands.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../../docs/keys.md'), 'utf8');
const lines = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block]) => block!.trim().split('\n'));

let project: Project;
let arn: string;

beforeAll(async () => {
  project = await startSmallProject();
  project.edit('apikit.yaml', (text) =>
    text.replace(
      /^usagePlans:[\s\S]*?(?=^\w)/m,
      'usagePlans:\n  basic: { rate: 9, burst: 9, quota: 9/day }\n  gold: { rate: 99, burst: 99, quota: 99/day }\n\n',
    ),
  );
  await project.json(['deploy', '--stage', 'prod', '--yes']);
  writeFileSync(join(project.dir, 'keys.csv'), 'Name,Key\ncarl,value-of-carl-0000000000\n');
  const clients = clientsOf(project);
  const secrets = await clients.secretsManager();
  ({ ARN: arn = '' } = await secrets.send(new CreateSecretCommand({ Name: 'shop-key', SecretString: 'none yet' })));
  clients.destroy();
});
afterAll(() => project.close());

it('the documented commands succeed one after the other', async () => {
  expect(lines.length).toBeGreaterThan(20);
  for (const line of lines) {
    const typed = line
      .replace(/^KEY=\$\((.*)\)$/, '$1')
      .replace(/^apikit /, '')
      .replace(/arn:aws:secretsmanager:\S+/, arn);
    // There is no clipboard in tests; the output is what would go to it.
    const argv = shellWords(typed).filter((word) => word !== '--copy');
    const { code, stderr } = await project.apikit(argv);
    expect({ line, code, stderr: code === 0 ? '' : stderr }).toEqual({ line, code: 0, stderr: '' });
  }
});
