import { expect, it } from 'vitest';
import { configurationInput, observedFunction } from '../../../../src/aws/kinds/function/function-settings.ts';
import type { DesiredFunction } from '../../../../src/aws/kinds/function/shape.ts';

const plain: DesiredFunction = {
  runtime: 'python3.14',
  handler: 'src.handler.handler',
  architecture: 'arm64',
  memory: 512,
  timeout: 10,
  ephemeralStorage: 512,
  role: 'arn:aws:iam::000000000000:role/r',
  environment: {},
  tracing: false,
  codeSha256: '',
  tags: {},
};

it('SnapStart is requested, and turned off again only if the function has it', () => {
  const snapStart = true;
  expect(configurationInput({ ...plain, snapStart }).SnapStart).toEqual({ ApplyOn: 'PublishedVersions' });
  expect(configurationInput(plain, { snapStart }).SnapStart).toEqual({ ApplyOn: 'None' });
  expect(configurationInput(plain)).not.toHaveProperty('SnapStart');
  const found = observedFunction({ Configuration: { SnapStart: { ApplyOn: 'PublishedVersions' } } });
  expect(found.snapStart).toBe(true);
});
