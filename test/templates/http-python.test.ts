import { describe } from 'vitest';
import { ITEMS, USERS } from './http-resources.ts';
import { describeHttp } from './http-suite.ts';
import { hasBoto3 } from './python.ts';

describe.skipIf(!hasBoto3)('with python3 and boto3', () => {
  describeHttp({ ...ITEMS, language: 'python' });
  describeHttp({ ...USERS, language: 'python' });
});
