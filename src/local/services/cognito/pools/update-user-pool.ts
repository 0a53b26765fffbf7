/**
 * UpdateUserPool, which resets omitted settings to their defaults (docs/aws/user-pools.md), and AddCustomAttributes.
 */
import { userPools } from '../../../state/user-pools.ts';
import { requirePool } from '../look-up.ts';
import { operation } from '../operation.ts';
import { checkTags } from '../tags.ts';
import { updatedMfa } from './mfa-config.ts';
import { poolSettings } from './pool-settings.ts';
import { customAttribute, requireNames } from './schema.ts';

export const updateUserPool = operation('UpdateUserPool', (input, context) => {
  const pool = requirePool(context, input);
  const { MfaConfiguration, ...others } = input;
  const mfa = updatedMfa(pool, MfaConfiguration);
  // Omitted settings get their defaults "with the exception of UserPoolTier" (API reference of UpdateUserPool).
  const { UserPoolTier } = pool.settings.shown;
  const { PoolName } = pool.settings;
  const settings = poolSettings('UpdateUserPool', { PoolName, UserPoolTier, ...others });
  const tags = input.UserPoolTags ?? pool.tags;
  checkTags(tags);
  userPools(context).put(pool.id, {
    ...pool,
    settings,
    mfa,
    tags,
    modifiedAt: context.cloud.clock.now(),
  });
});

export const addCustomAttributes = operation('AddCustomAttributes', (input, context) => {
  const pool = requirePool(context, input);
  const schema = [...pool.schema];
  requireNames('customAttributes', input.CustomAttributes);
  for (const attribute of input.CustomAttributes) schema.push(customAttribute(schema, attribute));
  userPools(context).put(pool.id, { ...pool, schema, modifiedAt: context.cloud.clock.now() });
});
