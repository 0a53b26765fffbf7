import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import { bundleFunction } from '../../src/bundle/bundle-function.ts';
import { unzip } from '../bundle/unzip.ts';
import { startNodeFunction } from './function-host.ts';
import { describeItemsApi } from './items-api.ts';
import { type Scaffold, scaffold } from './scaffold.ts';

let project: Scaffold;
let module: string;

beforeAll(async () => {
  project = await scaffold();
  const { zip } = await bundleFunction({ root: project.root, entry: 'src/handler.ts', runtime: 'nodejs24.x' });
  const file = join(project.root, 'index.mjs');
  await writeFile(file, unzip(zip)['index.mjs']!.contents);
  module = pathToFileURL(file).href;
});

afterAll(() => project[Symbol.asyncDispose]());

describeItemsApi('TypeScript', (env) => startNodeFunction(module, env));
