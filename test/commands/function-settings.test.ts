/** Settings of the function that a release freezes, from apikit.yaml to the embedded cloud and back. */
import { GetFunctionConfigurationCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

const FunctionName = 'items-api-dev';
const stage = ['--stage', 'dev'];

let project: Project;
let clients: Clients;

beforeAll(async () => {
  project = await startSmallProject();
  clients = clientsOf(project);
  project.edit('apikit.yaml', (text) =>
    text.replace(/^function:\n/m, 'function:\n  logging: { applicationLevel: warn }\n'),
  );
  await project.json(['deploy', ...stage, '--yes']);
});
afterAll(async () => {
  clients.destroy();
  await project.close();
});

const lambda = () => clients.lambda();
const drift = async () => (await project.json<{ drift: object[] }>(['status', ...stage])).drift;

describe('function.logging', () => {
  it('is the format and the levels of the log, also for the logger of the handler', async () => {
    const found = await (await lambda()).send(new GetFunctionConfigurationCommand({ FunctionName }));
    expect(found.LoggingConfig).toMatchObject({
      LogFormat: 'JSON',
      ApplicationLogLevel: 'WARN',
      SystemLogLevel: 'INFO',
    });
    expect(found.Environment?.Variables?.LOG_LEVEL).toBe('warn');
    expect(await drift()).toEqual([]);
  });

  it('is drift if somebody changes it', async () => {
    await (await lambda()).send(
      new UpdateFunctionConfigurationCommand({ FunctionName, LoggingConfig: { ApplicationLogLevel: 'DEBUG' } }),
    );
    expect(JSON.stringify(await drift())).toContain('logging.applicationLevel');
    await project.json(['deploy', ...stage, '--yes']);
    expect(await drift()).toEqual([]);
  });
});
