import { describe, expect, it } from 'vitest';
import { load, refusal, said } from './project-folder.ts';

const yaml = (vpc: unknown, stages: object = { prod: {} }) =>
  JSON.stringify({ name: 'shop', region: 'eu-west-1', function: { vpc }, stages });

describe('function.vpc', () => {
  it('holds for every stage but local, and a stage can be outside', async () => {
    const vpc = { subnets: ['private-a', { tag: { tier: 'private' } }], securityGroups: ['app'] };
    const project = await load(yaml(vpc, { prod: {}, open: { function: { vpc: false } } }));
    expect(project.stage('prod').function.vpc).toEqual({ ...vpc, ipv6: false });
    expect(project.stage('open').function.vpc).toBe(false);
    expect(project.stage('local').function.vpc).toBeUndefined();
  });

  it.each<[object, RegExp[]]>([
    [{}, [/has no subnets, and Lambda needs/, /has no securityGroups, and Lambda needs/]],
    [
      { subnets: ['a'], securityGroups: ['a', 'b', 'c', 'd', 'e', 'f'] },
      [/securityGroups has 6 entries; Lambda takes at most 5/],
    ],
    [{ subnets: [{}], securityGroups: ['a'] }, [/subnets\.0 names no tag/]],
  ])('%j is refused', async (vpc, messages) => {
    const { problems } = await refusal(yaml(vpc));
    expect(said(problems)).toEqual(messages.map((message) => expect.stringMatching(message)));
  });
});
