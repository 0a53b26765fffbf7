import { expect, it } from 'vitest';
import { claimTexts } from '../../../src/local/gateway/authorizers/claim-texts.ts';

it('claims become text in the format of API Gateway', () => {
  const exp = Date.UTC(2026, 10, 1, 9, 5, 7) / 1000;
  const claims = {
    sub: 'abc',
    email_verified: true,
    auth_time: exp,
    exp,
    iat: exp - 3600,
    'cognito:groups': ['admins', 'users'],
  };
  expect({ ...claimTexts(claims) }).toEqual({
    sub: 'abc',
    email_verified: 'true',
    auth_time: String(exp),
    exp: 'Sun Nov 01 09:05:07 UTC 2026',
    iat: 'Sun Nov 01 08:05:07 UTC 2026',
    'cognito:groups': 'admins,users',
  });
});
