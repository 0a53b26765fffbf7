import { expect, test } from 'vitest';
import { bundleFunction } from '../../src/bundle/bundle-function.ts';
import { temporaryFolder } from '../templates/scaffold.ts';
import { unzip } from './unzip.ts';

const REQUIREMENTS = `# what the handler needs
boto3>=1.40
PyJWT[crypto]==2.10 ; python_version > "3.8"
aws_lambda_powertools  # traces
--index-url https://pypi.example
`;
const HANDLER = { 'src/handler.py': 'import jwt\n', 'src/generated/contract.py': '' };
const JWT = { 'src/vendor/jwt/__init__.py': 'from .api import x', 'src/vendor/jwt/api.py': 'x.put_item()' };
const INFO = {
  'src/vendor/PyJWT-2.10.1.dist-info/METADATA': '',
  'src/vendor/aws_lambda_powertools-3.2.0.dist-info/METADATA': '',
};

async function bundle(files: Record<string, string>) {
  await using folder = await temporaryFolder(files);
  return await bundleFunction({ root: folder.root, entry: 'src/handler.py', runtime: 'python3.14' });
}

test('what requirements.txt names must lie in src/vendor; what Lambda brings need not', async () => {
  await expect(bundle({ ...HANDLER, 'requirements.txt': REQUIREMENTS })).rejects.toMatchObject({
    code: 'PackagesMissing',
    exitCode: 2,
    message: 'requirements.txt names PyJWT, aws_lambda_powertools, which are not in src/vendor/.',
    hint: expect.stringContaining('python3 -m pip install --requirement requirements.txt --target src/vendor/'),
  });
  const { zip, actions } = await bundle({ ...HANDLER, ...JWT, ...INFO, 'requirements.txt': REQUIREMENTS });
  expect(Object.keys(unzip(zip))).toContain('vendor/jwt/api.py');
  expect(actions).toEqual(['dynamodb:PutItem']);
});

test('a handler that is not laid out by convention keeps its packages wherever it likes', async () => {
  const { 'src/generated/contract.py': _generated, ...plain } = HANDLER;
  expect(await bundle({ ...plain, 'requirements.txt': REQUIREMENTS })).toMatchObject({ handler: 'handler.handler' });
});
