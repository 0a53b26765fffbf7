import type { CreateUserPoolRequest } from '../../../models/cognito-idp.ts';
import { type FixedSettings, userPools } from '../../../state/user-pools.ts';
import { invalidParameter } from '../errors.ts';
import { operation } from '../operation.ts';
import { checkTags } from '../tags.ts';
import { poolSettings } from './pool-settings.ts';
import { poolView } from './pool-view.ts';
import { schemaFrom } from './schema.ts';

export const createUserPool = operation('CreateUserPool', (input, context) => {
  const settings = poolSettings('CreateUserPool', input);
  const fixed = fixedSettings(input);
  const schema = schemaFrom(input.Schema ?? []);
  checkTags(input.UserPoolTags ?? {});
  const { ids, clock } = context.cloud;
  const now = clock.now();
  const pool = {
    // The ID has nine letters and digits in both cases.
    id: `${context.region}_${ids.upper(2)}${ids.short(7)}`,
    createdAt: now,
    modifiedAt: now,
    fixed,
    settings,
    schema,
    tags: input.UserPoolTags ?? {},
  };
  userPools(context).put(pool.id, pool);
  return { UserPool: poolView(context, pool) };
});

function fixedSettings({
  UsernameAttributes,
  AliasAttributes,
  UsernameConfiguration,
}: CreateUserPoolRequest): FixedSettings {
  if (UsernameAttributes?.length && AliasAttributes?.length) {
    throw invalidParameter('Only one of the aliasAttributes or usernameAttributes can be set in a user pool.');
  }
  return {
    UsernameAttributes: UsernameAttributes?.length ? UsernameAttributes : undefined,
    AliasAttributes: AliasAttributes?.length ? AliasAttributes : undefined,
    UsernameConfiguration,
  };
}
