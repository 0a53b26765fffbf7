/** The handlers of the template `files` address S3 by the domain of the partition in both languages. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { partitionOf, REGIONS } from '../../src/naming/regions.ts';
import { placeOf } from '../../src/templates/file-resource/files/typescript/src/files/sign.ts';
import { hasPython } from './python.ts';

const WANTED = REGIONS.map((region) => `https://b.s3.${region}.${partitionOf(region).dnsSuffix}`);

it('knows the domain of each region in TypeScript', () => {
  expect(REGIONS.map((AWS_REGION) => placeOf('b', { AWS_REGION }).url)).toEqual(WANTED);
});

it.skipIf(!hasPython)('knows the domain of each region in Python', () => {
  const program = `
import json, sys
from files.sign import place_of
print(json.dumps([place_of("b", {"AWS_REGION": region}).url for region in json.load(sys.stdin)]))
`;
  const PYTHONPATH = join(import.meta.dirname, '../../src/templates/file-resource/files/python/src');
  const { stdout } = spawnSync('python3', ['-B', '-c', program], {
    input: JSON.stringify(REGIONS),
    env: { ...process.env, PYTHONPATH },
    encoding: 'utf8',
  });
  expect(JSON.parse(stdout)).toEqual(WANTED);
});
