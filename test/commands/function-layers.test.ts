/** `function.layers` on the embedded cloud: looked up, attached, compared, kept by releases, and removed again. */
import {
  DeleteLayerVersionCommand,
  GetFunctionConfigurationCommand,
  GetLayerVersionByArnCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';
import { publishLayer } from '../helpers/publish-layer.ts';

const stage = ['--stage', 'dev'];
const FunctionName = 'items-api-dev';
const OPERATION = 'src/operations/getHealth.ts';
let project: Project;
let clients: Clients;
let first = '';
let second = '';
let setting = 'function:';

const saying = (word: string) => ({
  'nodejs/node_modules/said/package.json': '{"type":"module","exports":"./index.js"}',
  'nodejs/node_modules/said/index.js': `export const word = '${word}';`,
});

beforeAll(async () => {
  project = await startSmallProject();
  clients = clientsOf(project);
  first = await publishLayer(project.cloud.endpoint, 'said', saying('one'), { CompatibleRuntimes: ['nodejs24.x'] });
  second = await publishLayer(project.cloud.endpoint, 'said', saying('two'), {
    CompatibleRuntimes: ['python3.13'],
    CompatibleArchitectures: ['x86_64'],
  });
});
afterAll(async () => {
  clients.destroy();
  await project.close();
});

function set(layers: string | undefined): void {
  const next = layers === undefined ? 'function:' : `function:\n  layers: ${layers}`;
  project.edit('apikit.yaml', (text) => text.replace(setting, next));
  setting = next;
}

const deploy = () => project.json<{ url: string; release: string; warnings: string[] }>(['deploy', ...stage, '--yes']);
const plan = () => project.json<{ changes: { resource: string }[]; warnings: string[] }>(['plan', ...stage]);
const layersOf = async () => {
  const { Layers = [] } = await (await clients.lambda()).send(new GetFunctionConfigurationCommand({ FunctionName }));
  return Layers.map(({ Arn }) => Arn);
};
const provided = (arn: string) => `[{ arn: "${arn}", provides: [said] }]`;

describe('function.layers', () => {
  let url = '';
  let release = '';

  it('names the versions that do not exist before anything is created', async () => {
    set(`["${first.replace(/1$/, '7')}"]`);
    const { code, stderr } = await project.apikit(['deploy', ...stage, '--yes']);
    expect(code).toBe(2);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('layer:said:7, which does not exist. Nothing was changed.');
  });

  it('attaches a layer, whose packages stay out of the zip', async () => {
    project.edit(OPERATION, (text) => `import { word } from 'said';\n${text}`.replace('body: {', 'body: { word,'));
    const without = await project.apikit(['deploy', ...stage, '--yes']);
    expect(without.stderr).toContain('Could not resolve "said"');
    set(provided(first));
    const deployed = await deploy();
    ({ url, release } = deployed);
    expect(deployed.warnings).toEqual([]);
    expect(await layersOf()).toEqual([first]);
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ word: 'one' });
    expect(await plan()).toMatchObject({ changes: [], warnings: [] });
  });

  it('says which runtimes and processors a layer is for, and keeps that of an earlier release', async () => {
    set(provided(second));
    const { warnings } = await deploy();
    expect(warnings).toEqual([
      expect.stringContaining(`The layer ${second} is for python3.13, and function.runtime is nodejs24.x.`),
      expect.stringContaining(`The layer ${second} is for x86_64, and function.architecture is arm64.`),
    ]);
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ word: 'two' });
    await (await clients.lambda()).send(new DeleteLayerVersionCommand({ LayerName: 'said', VersionNumber: 1 }));
    await project.json(['rollback', ...stage, '--to', release, '--yes']);
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ word: 'one' });
  });

  it('notices and repairs a change by hand', async () => {
    await deploy();
    const lambda = await clients.lambda();
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Layers: [] }));
    const { drift } = await project.json<{ drift: object[] }>(['status', ...stage]);
    expect(drift).toEqual([expect.objectContaining({ resource: 'function', path: 'layers' })]);
    await deploy();
    expect(await layersOf()).toEqual([second]);
  });

  it('keeps the layers without the setting, removes them with [], and never deletes them', async () => {
    project.edit(OPERATION, (text) => text.replace(/^import .*\n/, '').replace('word,', ''));
    set(undefined);
    await deploy();
    expect(await layersOf()).toEqual([second]);
    set('[]');
    await deploy();
    expect(await layersOf()).toEqual([]);
    set(`["${second}"]`);
    await deploy();
    await project.json(['destroy', ...stage, '--yes']);
    const lambda = await clients.lambda();
    expect((await lambda.send(new GetLayerVersionByArnCommand({ Arn: second }))).Version).toBe(2);
  });

  it('goes on with a warning if the caller may not read the layer, and Lambda then refuses it', async () => {
    const arn = 'arn:aws:lambda:us-east-1:999999999999:layer:theirs:1';
    set(`["${arn}"]`);
    const { warnings } = await plan();
    expect(warnings).toEqual([expect.stringContaining(`You may not read the layer ${arn} (lambda:GetLayerVersion)`)]);
    const { code, stderr } = await project.apikit(['deploy', ...stage, '--yes']);
    expect(code).toBe(1);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
      'no resource-based policy allows the lambda:GetLayerVersion action',
    );
  });

  it('is the permission to read the version in the policy of a deployer', async () => {
    set(`["${second}", powertools:44]`);
    const { stdout } = await project.apikit(['policy', 'deployer', ...stage, '--account', '000000000000']);
    const { Statement } = JSON.parse(stdout) as { Statement: { Action: string[]; Resource: string[] }[] };
    expect(Statement.filter(({ Action }) => Action.includes('lambda:GetLayerVersion'))).toMatchObject([
      { Resource: [second, 'arn:aws:lambda:us-east-1:094274105915:layer:AWSLambdaPowertoolsTypeScriptV2:44'] },
    ]);
  });
});
