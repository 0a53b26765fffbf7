/** Layers of folders on the embedded cloud: published, replaced, pruned, promoted and deleted with what uses them. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  GetFunctionConfigurationCommand,
  ListLayersCommand,
  ListLayerVersionsCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { startDev } from '../helpers/dev-session.ts';
import { limitedTo } from '../helpers/limited-role.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';
import { publishLayer } from '../helpers/publish-layer.ts';

const stage = ['--stage', 'dev'];
const OPERATION = 'src/operations/getHealth.ts';
const ARN = 'arn:aws:lambda:us-east-1:000000000000:layer:items-api-dev-common';
let project: Project;
let clients: Clients;
let setting = 'function:';

beforeAll(async () => {
  project = await startSmallProject([], { adversity: { factor: 0, latency: false } });
  clients = clientsOf(project);
  project.edit(OPERATION, (text) => `import { word } from 'said';\n${text}`.replace('body: {', 'body: { word,'));
  write('layers/common/package.json', '{"dependencies":{"said":"1"}}');
});
afterAll(async () => {
  clients.destroy();
  await project.close();
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(project.dir, path)), { recursive: true });
  writeFileSync(join(project.dir, path), text);
}

function say(word: string): void {
  write('layers/common/node_modules/said/package.json', '{"name":"said","type":"module","exports":"./index.js"}');
  write('layers/common/node_modules/said/index.js', `export const word = '${word}';`);
}

function set(members: string): void {
  project.edit('apikit.yaml', (text) => text.replace(setting, `function:\n${members}`));
  setting = `function:\n${members}`;
}

interface Changes {
  changes: { resource: string; action: string }[];
}
const deploy = (name = 'dev') =>
  project.json<Changes & { url: string; release: string }>(['deploy', '--stage', name, '--yes']);
const wordAt = async (url: string) => ((await (await fetch(`${url}/health`)).json()) as { word: string }).word;
const versions = async (LayerName = 'items-api-dev-common') => {
  const { LayerVersions = [] } = await (await clients.lambda()).send(new ListLayerVersionsCommand({ LayerName }));
  return LayerVersions.map(({ Version }) => Version);
};
const allLayers = async () => {
  const { Layers = [] } = await (await clients.lambda()).send(new ListLayersCommand({}));
  return Layers.map(({ LayerName }) => LayerName).sort();
};
const layersOf = async (FunctionName: string) => {
  const { Layers = [] } = await (await clients.lambda()).send(new GetFunctionConfigurationCommand({ FunctionName }));
  return Layers.map(({ Arn }) => Arn);
};

describe('a layer of a folder', () => {
  let url = '';
  let first = '';

  it('needs a folder of the project with its packages installed', async () => {
    set('  keepReleases: 2\n  layers: [layers/none]');
    const none = await project.apikit(['plan', ...stage]);
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('layers/none, a layer of function.layers, is not a folder of the project.');
    set('  keepReleases: 2\n  layers: [layers/common]');
    const missing = await project.apikit(['plan', ...stage]);
    expect(missing.stderr).toContain(
      'layers/common/package.json names said, which is not installed in layers/common/node_modules.',
    );
    expect(missing.stderr).toContain('npm install --prefix layers/common');
  });

  it('is published and attached, and the same content is not published again', async () => {
    say('one');
    ({ url, release: first } = await deploy());
    expect(await wordAt(url)).toBe('one');
    expect(await layersOf('items-api-dev')).toEqual([`${ARN}:1`]);
    expect((await deploy()).changes).toEqual([]);
    expect((await project.json<{ drift: object[] }>(['status', ...stage])).drift).toEqual([]);
    expect(await versions()).toEqual([1]);
  });

  it('gets another version for other content, which makes a release, and keeps that of an earlier release', async () => {
    say('two');
    const planned = await project.json<Changes>(['plan', ...stage]);
    expect(planned.changes.map(({ resource }) => resource)).toEqual(
      expect.arrayContaining(['layer/common', 'function', 'release']),
    );
    await deploy();
    expect(await wordAt(url)).toBe('two');
    expect(await versions()).toEqual([2, 1]);
    const again = await project.json<Changes & { calls: { writes: number } }>(['deploy', ...stage, '--yes']);
    expect(again).toMatchObject({ changes: [], calls: { writes: 0 } });
    expect((await project.apikit(['deploy', ...stage, '--yes'])).stderr).not.toContain('layer/common');
    await project.json(['rollback', ...stage, '--to', first, '--yes']);
    expect(await wordAt(url)).toBe('one');
    await deploy();
    expect(await versions()).toEqual([2, 1]);
  });

  it('takes a version that has the content already, and prunes those of pruned releases', async () => {
    say('one');
    await deploy();
    expect(await layersOf('items-api-dev')).toEqual([`${ARN}:1`]);
    say('three');
    await deploy();
    say('four');
    await deploy();
    expect(await wordAt(url)).toBe('four');
    const left = await versions();
    expect(left).toContain(4);
    expect(left).not.toContain(2);
  });

  it('goes with a promotion', async () => {
    project.edit('apikit.yaml', (text) => text.replace(/^stages:\n/m, 'stages:\n  next: {}\n'));
    const { url: next } = await project.json<{ url: string }>(['promote', '--from', 'dev', '--to', 'next', '--yes']);
    expect(await wordAt(next)).toBe('four');
    expect(await versions('items-api-next-common')).toEqual([1]);
    await project.json(['destroy', '--stage', 'next', '--yes']);
    expect(await versions('items-api-next-common')).toEqual([]);
  });

  it('is deleted when apikit.yaml no longer names it, and others with such names stay', async () => {
    const theirs = await publishLayer(project.cloud.endpoint, 'items-api-dev-audit', { 'lib/data.txt': 'x' });
    const lambda = await clients.lambda();
    const Layers = [...(await layersOf('items-api-dev')), theirs].flatMap((arn) => arn ?? []);
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'items-api-dev', Layers }));
    project.edit(OPERATION, (text) => text.replace(/^import .*\n/, '').replace('word,', ''));
    set('  keepReleases: 2');
    const { changes } = await deploy();
    expect(changes).toContainEqual(expect.objectContaining({ resource: 'layer/common', action: 'delete' }));
    expect(await layersOf('items-api-dev')).toEqual([theirs]);
    expect(await versions()).toEqual([]);
    expect(await versions('items-api-dev-audit')).toEqual([1]);
    expect((await deploy()).changes).toEqual([]);
  });

  it('is deleted with the stage, and others with such names stay', async () => {
    write('layers/others/lib/data.txt', 'x');
    rmSync(join(project.dir, 'layers/common'), { recursive: true });
    set('  keepReleases: 2\n  layers: [layers/others]');
    await deploy();
    set('  keepReleases: 2');
    await project.json(['destroy', ...stage, '--yes']);
    expect(await allLayers()).toEqual(['items-api-dev-audit']);
  });

  it('is found by its description if a deploy stopped before the function had it', async () => {
    set('  layers: [layers/others]');
    const { adversity } = project.cloud;
    const error = { code: 'InvalidParameterValueException', message: 'The code is not valid.', status: 400 };
    adversity!.set({ rules: [{ operation: 'lambda.CreateFunction', nth: 1, fault: { error } }] });
    expect((await project.apikit(['deploy', ...stage, '--yes'])).code).toBe(1);
    adversity!.set({ rules: [] });
    set('');
    expect(await allLayers()).toEqual(['items-api-dev-audit', 'items-api-dev-others']);
    await project.json(['destroy', ...stage, '--yes', '--delete-data']);
    expect(await allLayers()).toEqual(['items-api-dev-audit']);
  });

  it('is listed as a leftover of a stage that is gone, and a denied search is said', async () => {
    const mark = (owner: string) => ({ Description: `content (apikit ${owner}, tags 00000000)` });
    const { endpoint } = project.cloud;
    const arn = await publishLayer(endpoint, 'items-api-gone-common', { 'lib/a.txt': 'x' }, mark('items-api/gone'));
    // The mark of a stage in a layer with another name was copied.
    await publishLayer(endpoint, 'copied', { 'lib/a.txt': 'x' }, mark('items-api/gone'));
    const { orphans } = await project.json<{ orphans: object[] }>(['list', ...stage]);
    expect(orphans.filter((one) => JSON.stringify(one).includes('layer'))).toEqual([
      { app: 'items-api', stage: 'gone', kind: 'layer', name: 'items-api-gone-common', arn: arn.replace(/:1$/, '') },
    ]);
    const limited = await limitedTo(project, 'no-layers', ['lambda:ListLayers']);
    for (const [name, value] of Object.entries(limited)) vi.stubEnv(name, value);
    const { code, stderr } = await project.apikit(['destroy', ...stage, '--yes']);
    vi.unstubAllEnvs();
    expect(code).toBe(0);
    expect(stderr).toContain('Could not look for layers: these credentials are not allowed to do lambda:ListLayers.');
  });

  it('is deployed again by a session of dev when a package in its folder changes', async () => {
    const file = 'layers/vendored/nodejs/node_modules/own/index.js';
    write(file, 'exports.word = 1;');
    set('  layers: [layers/vendored]');
    const dev = startDev(project.dir, { AWS_ENDPOINT_URL: project.cloud.endpoint });
    await dev.next('ready');
    // The check of the sources has read the file by then, and notices the next change.
    await sleep(1_500);
    write(file, 'exports.word = 22;');
    expect(await dev.next('deployed')).toMatchObject({ files: [file] });
    expect(await dev.stop()).toBe(0);
  });
});
