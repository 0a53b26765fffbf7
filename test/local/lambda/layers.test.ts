/** Layers: published versions, their rules, and the code that functions find in them. */
import {
  CreateFunctionCommand,
  DeleteLayerVersionCommand,
  GetFunctionConfigurationCommand,
  GetLayerVersionByArnCommand,
  GetLayerVersionCommand,
  ListLayersCommand,
  ListLayerVersionsCommand,
  PublishLayerVersionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LambdaCloud, startLambdaCloud } from './lambda-cloud.ts';
import { makeZip } from './zip.ts';

let cloud: LambdaCloud;
beforeAll(async () => {
  cloud = await startLambdaCloud();
});
afterAll(() => cloud.close());

const ARN = 'arn:aws:lambda:eu-west-1:000000000000:layer';

async function publish(LayerName: string, files: Record<string, string>, more: object = {}) {
  return await cloud.client.send(
    new PublishLayerVersionCommand({ LayerName, Content: { ZipFile: makeZip(files) }, ...more }),
  );
}

const refused = (name: string, message: RegExp | string) =>
  expect.objectContaining({ name, message: typeof message === 'string' ? message : expect.stringMatching(message) });

it('publishes, reads, lists and deletes versions, whose numbers are never used again', async () => {
  const first = await publish('tools', { 'nodejs/a.js': '' }, { CompatibleRuntimes: ['nodejs22.x'], Description: 'd' });
  expect(first).toMatchObject({ LayerArn: `${ARN}:tools`, LayerVersionArn: `${ARN}:tools:1`, Version: 1 });
  const second = await publish('tools', { 'nodejs/b.js': '' }, { CompatibleArchitectures: ['arm64'] });
  expect(second.Version).toBe(2);
  const named = { LayerName: 'tools', VersionNumber: 1 };
  const read = await cloud.client.send(new GetLayerVersionCommand(named));
  expect(read).toMatchObject({ Description: 'd', CompatibleRuntimes: ['nodejs22.x'], Content: first.Content });
  const byArn = await cloud.client.send(new GetLayerVersionByArnCommand({ Arn: `${ARN}:tools:2` }));
  expect(byArn.CompatibleArchitectures).toEqual(['arm64']);
  expect(read.Content?.CodeSha256).toBe(first.Content?.CodeSha256);
  const { LayerVersions } = await cloud.client.send(new ListLayerVersionsCommand({ LayerName: 'tools' }));
  expect(LayerVersions?.map(({ Version }) => Version)).toEqual([2, 1]);
  const ofRuntime = new ListLayersCommand({ CompatibleRuntime: 'nodejs22.x' });
  const { Layers } = await cloud.client.send(ofRuntime);
  expect(Layers?.map((one) => [one.LayerName, one.LatestMatchingVersion?.Version])).toEqual([['tools', 1]]);
  const ofOther = new ListLayersCommand({ CompatibleArchitecture: 'x86_64' });
  expect((await cloud.client.send(ofOther)).Layers).toEqual([]);
  await cloud.client.send(new DeleteLayerVersionCommand({ LayerName: 'tools', VersionNumber: 2 }));
  await cloud.client.send(new DeleteLayerVersionCommand({ LayerName: 'tools', VersionNumber: 2 }));
  expect((await publish('tools', { 'nodejs/c.js': '' })).Version).toBe(3);
  const gone = cloud.client.send(new GetLayerVersionCommand({ LayerName: 'tools', VersionNumber: 2 }));
  await expect(gone).rejects.toEqual(
    refused('ResourceNotFoundException', 'The resource you requested does not exist.'),
  );
  const zero = cloud.client.send(new GetLayerVersionCommand({ LayerName: 'tools', VersionNumber: 0 }));
  await expect(zero).rejects.toEqual(refused('InvalidParameterValueException', 'Layer Version Cannot be less than 1.'));
});

const LAYERED = `import { word } from 'said';
import { createRequire } from 'node:module';
export const handler = async () => [word, createRequire(import.meta.url)('common')];`;

it('gives a Node.js function the packages of its layers, the later ones first, and keeps them after a deletion', async () => {
  const said = (word: string) => ({
    'nodejs/node_modules/said/package.json': '{"type":"module","exports":"./index.js"}',
    'nodejs/node_modules/said/index.js': `export { default as word } from 'inner';`,
    'nodejs/node_modules/said/node_modules/inner/package.json': '{"type":"module","exports":"./index.js"}',
    'nodejs/node_modules/said/node_modules/inner/index.js': `export default '${word}';`,
  });
  await publish('one', said('one'));
  await publish('two', {
    ...said('two'),
    'nodejs/node_modules/common/index.js': `module.exports = require('near');`,
    'nodejs/node_modules/common/node_modules/near/index.js': `module.exports = 'near';`,
  });
  const Layers = [`${ARN}:one:1`, `${ARN}:two:1`];
  await cloud.create('layered', LAYERED, { Layers });
  const read = await cloud.client.send(new GetFunctionConfigurationCommand({ FunctionName: 'layered' }));
  expect(read.Layers?.map(({ Arn }) => Arn)).toEqual(Layers);
  expect(read.Layers?.[0]?.CodeSize).toBeGreaterThan(100);
  await cloud.client.send(new DeleteLayerVersionCommand({ LayerName: 'two', VersionNumber: 1 }));
  expect((await cloud.invoke('layered')).payload).toEqual(['two', 'near']);
  const none = new UpdateFunctionConfigurationCommand({ FunctionName: 'layered', Layers: [] });
  expect((await cloud.client.send(none)).Layers).toBeUndefined();
  expect((await cloud.invoke('layered')).error).toBe('Unhandled');
});

it('gives a Python function the modules of its layers after its own', async () => {
  await publish('modules', {
    'python/lib/python3.13/site-packages/found.py': 'word = "versioned"',
    'python/found.py': 'word = "plain"',
    'python/other.py': 'word = "other"',
    'python/own.py': 'word = "layer"',
  });
  const Code = {
    ZipFile: makeZip({
      'index.py':
        'import found, other, own\ndef handler(event, context):\n    return [found.word, other.word, own.word]\n',
      'own.py': 'word = "function"',
    }),
  };
  await cloud.create('python', '', { Runtime: 'python3.13', Code, Layers: [`${ARN}:modules:1`] });
  expect((await cloud.invoke('python')).payload).toEqual(['versioned', 'other', 'function']);
});

it('refuses layers of a function as Lambda does', async () => {
  await publish('twice', { 'nodejs/a.js': '' });
  await publish('twice', { 'nodejs/b.js': '' });
  const create = (...Layers: string[]) => cloud.create('refused', '', { Layers });
  const invalid = (message: string) => refused('InvalidParameterValueException', message);
  await expect(create(`${ARN}:twice:1`, `${ARN}:twice:2`)).rejects.toEqual(
    invalid(
      `Two different versions of the same layer are not allowed to be referenced in the same function. ${ARN}:twice:1 and ${ARN}:twice:2 are versions of the same layer.`,
    ),
  );
  await expect(create(`${ARN}:twice:9`)).rejects.toEqual(invalid(`Layer version ${ARN}:twice:9 does not exist.`));
  await expect(create(...Array.from({ length: 6 }, (_, index) => `${ARN}:twice:${index}`))).rejects.toEqual(
    invalid('Cannot reference more than 5 layers.'),
  );
  await expect(create('arn:aws:lambda:us-east-1:000000000000:layer:twice:1')).rejects.toEqual(
    invalid('Layers are not in the same region as the function. Layers are expected to be in region eu-west-1.'),
  );
  await expect(create('arn:aws:lambda:eu-west-1:111111111111:layer:twice:1')).rejects.toEqual(
    refused('AccessDeniedException', /lambda:GetLayerVersion on resource: arn:aws:lambda:eu-west-1:111111111111/),
  );
  await expect(create(`${ARN}:twice`)).rejects.toEqual(refused('ValidationException', /at 'layers/));
  const large = { ZipFile: makeZip({ 'index.mjs': 'x'.repeat(1_000) }) };
  await publish('large', { 'nodejs/big': 'x'.repeat(262_143_500) });
  const together = new CreateFunctionCommand({
    FunctionName: 'together',
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: cloud.roleArn,
    Code: large,
    Layers: [`${ARN}:large:1`],
  });
  await expect(cloud.client.send(together)).rejects.toEqual(
    invalid(
      'Function code combined with layers exceeds the maximum allowed size of 262144000 bytes. The actual size is 262144500 bytes.',
    ),
  );
});
