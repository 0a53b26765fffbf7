import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { describeItemsApi } from './items-api.ts';
import { hasBoto3 } from './python.ts';
import { startPythonFunction } from './python-function.ts';
import { scaffoldPython } from './python-project.ts';
import type { Scaffold } from './scaffold.ts';

let project: Scaffold;

describe.skipIf(!hasBoto3)('with python3 and boto3', () => {
  beforeAll(async () => {
    project = await scaffoldPython();
  });

  afterAll(() => project[Symbol.asyncDispose]());

  describeItemsApi('Python', (env) => startPythonFunction(join(project.root, 'src'), env));
});
