import { describe, expect, it } from 'vitest';
import { callerKind } from '../../src/config/access.ts';
import { load, refusal, said } from './project-folder.ts';

const yaml = (access: object, more: object = {}) =>
  JSON.stringify({ name: 'shop', region: 'eu-west-1', access, stages: { prod: {} }, ...more });

it.each([
  ['203.0.113.7', 'address'],
  ['203.0.113.0/24', 'address'],
  ['2001:db8::/32', 'address'],
  ['123456789012', 'account'],
  ['o-a1b2c3d4e5', 'organization'],
  ['vpc-0a1b2c3d', 'vpc'],
  ['vpce-0a1b2c3d4e5f60718', 'vpcEndpoint'],
  ['203.0.113.0/33', undefined],
  ['203.0.113.0/', undefined],
  ['203.0.113', undefined],
  ['203.0.113.07', undefined],
  ['fe80::1%eth0', undefined],
  ['10.0.0.0/8/9', undefined],
  ['example.com', undefined],
  ['', undefined],
])('%s is of the kind %s', (text, kind) => expect(callerKind(text)).toBe(kind));

describe('access', () => {
  it('holds for every stage but local, which has its own', async () => {
    const project = await load(
      yaml({ allow: ['203.0.113.0/24'] }, { stages: { prod: { access: { deny: ['203.0.113.9'] } } } }),
    );
    expect(project.stage('prod').access).toEqual({ allow: ['203.0.113.0/24'], deny: ['203.0.113.9'] });
    expect(project.stage('local').access).toBeUndefined();
    const local = await load(
      yaml({ allow: ['203.0.113.0/24'] }, { stages: { local: { access: { allow: ['127.0.0.1'] } } } }),
    );
    expect(local.stage('local').access).toEqual({ allow: ['127.0.0.1'] });
  });

  it('that names nobody is the same as none', async () => {
    expect((await load(yaml({}))).stage('prod').access).toBeUndefined();
    const reset = await load(yaml({ deny: ['203.0.113.9'] }, { stages: { prod: { access: { deny: [] } } } }));
    expect(reset.stage('prod').access).toBeUndefined();
  });

  it.each<[object, RegExp]>([
    [
      { allow: ['nobody'] },
      /access\.allow has "nobody", which is neither an address, a VPC, a VPC endpoint, an account/,
    ],
    [{ allow: [] }, /access\.allow is empty, so the API would refuse everybody/],
    [
      { allow: ['203.0.113.7'], deny: ['203.0.113.0/24'] },
      /access\.allow has 203\.0\.113\.7, and access\.deny has 203\.0\.113\.0\/24/,
    ],
    [{ allow: ['o-a1b2c3d4e5'], deny: ['o-a1b2c3d4e5'] }, /which always wins/],
    [{ allow: ['vpc-0a1b2c3d'] }, /access\.allow has "vpc-0a1b2c3d"\. API Gateway knows the VPC .* private APIs/],
    [{ deny: ['vpce-0a1b2c3d4e5f60718'] }, /access\.deny has "vpce-0a1b2c3d4e5f60718"\. API Gateway knows/],
    [{ deny: ['0.0.0.0/0'] }, /access\.deny covers 0\.0\.0\.0\/0, so the API would refuse everybody from the internet/],
  ])('%j is refused', async (access, message) => {
    const { problems } = await refusal(yaml(access));
    expect(said(problems)).toEqual([expect.stringMatching(message)]);
  });

  it('takes a range in deny that is smaller than the one in allow', async () => {
    await load(yaml({ allow: ['203.0.113.0/24'], deny: ['203.0.113.66'] }));
  });
});
