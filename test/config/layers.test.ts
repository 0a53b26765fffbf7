import { describe, expect, it } from 'vitest';
import { layerArns, layerFolders, providedPackages } from '../../src/config/layer-versions.ts';
import { load, refusal, said } from './project-folder.ts';

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:layer';

const yaml = (layers: unknown, more: object = {}, stages: object = { prod: {} }) =>
  JSON.stringify({ name: 'shop', region: 'eu-west-1', function: { layers, ...more }, stages });

describe('function.layers', () => {
  it('holds for every stage but local, which has only folders and its own', async () => {
    const folders = await load(yaml(['layers/common/', `${ARN}:a:1`]));
    expect(layerFolders(folders.stage('local'))).toEqual([{ folder: 'layers/common', name: 'common' }]);
    expect(layerArns(folders.stage('local'))).toEqual([]);
    const layers = [`${ARN}:a:1`, { arn: `${ARN}:b:2`, provides: ['sharp'] }];
    const stages = { prod: {}, bare: { function: { layers: [] } } };
    const project = await load(yaml(layers, {}, stages));
    expect(layerArns(project.stage('prod'))).toEqual([`${ARN}:a:1`, `${ARN}:b:2`]);
    expect(providedPackages('nodejs24.x', project.stage('prod'))).toEqual(['sharp']);
    expect(layerArns(project.stage('bare'))).toEqual([]);
    expect(project.stage('local').function.layers).toBeUndefined();
    const own = await load(yaml(layers, {}, { local: { function: { layers: [`${ARN}:c:3`] } } }));
    expect(layerArns(own.stage('local'))).toEqual([`${ARN}:c:3`]);
  });

  it('finds the layer of Powertools for the region, the runtime and the processor', async () => {
    const node = (await load(yaml(['powertools:44']))).stage('prod');
    expect(layerArns(node)).toEqual(['arn:aws:lambda:eu-west-1:094274105915:layer:AWSLambdaPowertoolsTypeScriptV2:44']);
    expect(providedPackages('nodejs24.x', node)).toEqual(['@aws-lambda-powertools/*']);
    expect(providedPackages('python3.13', node)).toEqual([]);
    const more = { entry: 'src/h.py', runtime: 'python3.13', architecture: 'x86_64' };
    const python = (await load(yaml(['powertools:27'], more))).stage('prod');
    expect(layerArns(python)).toEqual([
      'arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python313-x86_64:27',
    ]);
    expect(providedPackages('python3.13', python)).toEqual(['aws_lambda_powertools']);
  });

  it.each<[string, unknown[], RegExp[]]>([
    [
      'six layers',
      Array.from({ length: 6 }, (_, index) => `${ARN}:l${index}:1`),
      [/has 6 layers; Lambda takes at most 5/],
    ],
    ['no version', [`${ARN}:a`], [/layers\.0 is arn:.*:a, which names no version of the layer\. Add the number/]],
    ['no ARN', ['arn:aws:lambda:x'], [/layers\.0 is arn:aws:lambda:x, which is not the ARN of a layer version/]],
    ['a folder outside', ['../common'], [/has \.\.\/common, which is outside the project's folder/]],
    ['a name that AWS rejects', ['layers/a b'], [/layer would be shop-prod-a b: AWS allows letters, digits, - and _/]],
    ['a name that is too long', [`layers/${'a'.repeat(140)}`], [/: 151 characters, and AWS allows 140/]],
    ['a file', ['src/handler.mjs'], [/has src\/handler\.mjs, which names a file, and a layer is made of a folder/]],
    [
      'a folder under arn',
      [{ arn: 'layers/common' }],
      [/has the folder layers\/common under arn\. Write it as text: - lay/],
    ],
    ['two folders of one name', ['a/common', 'b/common'], [/has a\/common and b\/common, which become the same layer/]],
    ['no ARN beside packages', [{ provides: ['a'] }], [/layers\.0 is without arn/]],
    ['Powertools without a version', ['powertools'], [/is powertools, which names no version.* powertools:44/]],
    ['two versions of a layer', [`${ARN}:a:1`, `${ARN}:a:2`], [/has .*:a:1 and .*:a:2, which are the same layer/]],
    [
      'another region',
      ['arn:aws:lambda:us-east-1:123456789012:layer:a:1'],
      [/is in us-east-1, but stage prod is in eu-w/],
    ],
    [
      'another region after a folder',
      ['layers/a', 'arn:aws:lambda:us-east-1:123456789012:layer:a:1'],
      [/function\.layers\.1 is in us-east-1, but stage prod is in eu-w/],
    ],
    ['another partition', ['arn:aws-cn:lambda:eu-west-1:123456789012:layer:a:1'], [/is in partition aws-cn/]],
  ])('refuses %s', async (_, layers, messages) => {
    const { problems } = await refusal(yaml(layers));
    expect(said(problems)).toEqual(messages.map((message) => expect.stringMatching(message)));
  });

  it('refuses Powertools where its layer has other accounts, and in the stage local', async () => {
    const china = JSON.stringify({
      name: 'shop',
      region: 'cn-north-1',
      function: { layers: ['powertools:44'] },
      stages: { prod: {} },
    });
    expect(said((await refusal(china)).problems)).toEqual([expect.stringMatching(/stage prod is in aws-cn/)]);
    const local = yaml([], {}, { local: { function: { layers: ['powertools:44'] } } });
    expect(said((await refusal(local)).problems)).toEqual([expect.stringMatching(/the embedded cloud does not have/)]);
  });

  it('refuses a package that a layer provides and the bundle packs', async () => {
    const layers = [{ arn: `${ARN}:b:2`, provides: ['sharp'] }];
    const { problems } = await refusal(yaml(layers, { bundle: { external: ['sharp'] } }));
    expect(said(problems)).toEqual([expect.stringMatching(/provides sharp, and function\.bundle\.external packs it/)]);
  });
});
