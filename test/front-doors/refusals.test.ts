/** A function URL cannot do everything: the rest is refused before any call, with all problems at once. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apikit } from '../helpers/cli.ts';
import { scaffoldSmall } from '../helpers/project.ts';

const SETTINGS = `
access: { allow: [203.0.113.0/24] }
compression: 100
logging: INFO
metrics: true
throttle: { rate: 5, burst: 5 }
variables: { a: b }
alarms: { latencyP95: 100 }
`;

describe('apikit validate', () => {
  it('names every setting and every operation that a function URL cannot honour', async () => {
    const cwd = await scaffoldSmall();
    const edit = (file: string, change: (text: string) => string) =>
      writeFileSync(join(cwd, file), change(readFileSync(join(cwd, file), 'utf8')));
    edit('apikit.yaml', (text) =>
      text.replace(/^stages:[\s\S]*/m, `${SETTINGS}\nstages:\n  hook: { api: url }\n  cheap: { api: http }\n`),
    );
    const settings = await apikit(['validate'], { cwd });
    expect(settings.code).toBe(2);
    for (const name of [
      'usagePlans',
      'access',
      'compression',
      'logging',
      'metrics',
      'throttle',
      'variables',
      'alarms.latencyP95',
    ])
      expect(settings.stderr).toContain(`A function URL (api: url) has no ${name}.`);
    for (const name of ['usagePlans', 'access', 'compression', 'logging', 'alarms.latencyP95'])
      expect(settings.stderr).toContain(`An HTTP API (api: http) has no ${name}.`);
    expect(settings.stderr).not.toMatch(/An HTTP API \(api: http\) has no (?:throttle|variables|metrics)/);
    edit('apikit.yaml', (text) => text.replace(SETTINGS, '').replace(/usagePlans:\n.*\n/, ''));
    edit('openapi.yaml', (text) =>
      text.replace(
        '      tags: [health]\n',
        '      tags: [health]\n      x-apikit: { throttle: { rate: 1, burst: 1 } }\n',
      ),
    );
    const contract = await apikit(['validate'], { cwd });
    expect(contract.code).toBe(2);
    expect(contract.stderr).toContain('it requires an API key');
    expect(contract.stderr).toContain('it has x-apikit.throttle');
    expect(contract.stderr).toMatch(/openapi\.yaml:\d+/);
  });
});
