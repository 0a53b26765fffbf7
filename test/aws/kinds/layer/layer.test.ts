import { createHash } from 'node:crypto';
import { ListLayerVersionsCommand, PublishLayerVersionCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { layer } from '../../../../src/aws/kinds/layer/layer.ts';
import { zip } from '../../../../src/bundle/contents/zip.ts';
import type { Kind, Resource } from '../../../../src/engine/resource.ts';
import { service as lambda } from '../../../../src/local/services/lambda/service.ts';
import { reconcile, resource, startWorld, TAGS, type World } from '../../kind-world.ts';

const NAME = 'items-api-dev-common';
let world: World;
let kind: Kind;

beforeEach(async () => {
  world = await startWorld([lambda]);
  kind = layer.create(world);
});
afterEach(async () => await world.close());

async function wanted(word: string): Promise<Resource> {
  const bytes = await zip([{ path: 'nodejs/data.txt', contents: Buffer.from(word) }]);
  const content = createHash('sha256').update(bytes).digest('base64');
  world.artifacts.set(content, bytes);
  return resource('layer', NAME, { content, function: 'items-api-dev', tags: TAGS });
}

const numbers = async () => {
  const found = await (await world.clients.lambda()).send(new ListLayerVersionsCommand({ LayerName: NAME }));
  return found.LayerVersions?.map(({ Version }) => Version);
};

describe('a layer of the project', () => {
  it('is published once for each content, and has nothing to do after that', async () => {
    const one = await wanted('one');
    const first = await reconcile(kind, one, world);
    expect(first.attributes.versionArn).toBe(`arn:aws:lambda:eu-west-1:000000000000:layer:${NAME}:1`);
    await reconcile(kind, one, world);
    expect(await numbers()).toEqual([1]);
    const two = await wanted('two');
    // An earlier version stays until the new release serves.
    await kind.apply(two, await kind.read(two, world.context), world.context);
    const again = await reconcile(kind, one, world);
    expect(again.attributes.versionArn).toBe(first.attributes.versionArn);
    expect(await numbers()).toEqual([2, 1]);
  });

  it('loses the versions that no version of the function has, and all with its removal', async () => {
    await reconcile(kind, await wanted('one'), world);
    const two = await wanted('two');
    const found = await reconcile(kind, two, world);
    expect(kind.retire?.due(two, found)).toBe(true);
    // A later run that publishes nothing has nothing to remove.
    expect(kind.retire?.due(two, (await kind.read(two, world.context))!)).toBe(false);
    await kind.retire?.begin(two, found, world.context);
    expect(await numbers()).toEqual([2]);
    await kind.remove(two, found, world.context);
    expect(await numbers()).toEqual([]);
    expect(await kind.read(two, world.context)).toBeUndefined();
  });

  it('is not taken over if its newest version is not of this stage', async () => {
    const { content } = (await wanted('one')).properties as { content: string };
    const Content = { ZipFile: world.artifacts.get(content)! };
    const client = await world.clients.lambda();
    await client.send(new PublishLayerVersionCommand({ LayerName: NAME, Content, Description: content }));
    expect(await kind.read(await wanted('one'), world.context)).toMatchObject({ owned: false });
  });
});
