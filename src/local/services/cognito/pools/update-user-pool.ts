/**
 * UpdateUserPool, which resets omitted settings to their defaults (docs/aws/user-pools.md), and AddCustomAttributes.
 */
import { operation } from '../../../cloud/operation.ts';
import { type SchemaAttribute, userPools } from '../../../state/user-pools.ts';
import { check } from '../errors.ts';
import { type PoolInput, requirePool } from '../look-up.ts';
import { checkTags } from '../tags.ts';
import { updatedMfa } from './mfa-config.ts';
import { poolSettings, type SettingsInput } from './pool-settings.ts';
import { checkAsked, customAttribute } from './schema.ts';

interface Input extends SettingsInput {
  readonly UserPoolId: string;
  readonly UserPoolTags?: Record<string, string>;
}

export const updateUserPool = operation<Input, object>({
  name: 'UpdateUserPool',
  run(input, context) {
    const pool = requirePool(context, input);
    const { MfaConfiguration, ...others } = input;
    const mfa = updatedMfa(pool, MfaConfiguration);
    // Omitted settings get their defaults "with the exception of UserPoolTier" (API reference of UpdateUserPool).
    const { UserPoolTier } = pool.settings.shown;
    const settings = poolSettings('UpdateUserPool', { UserPoolTier, ...others }, pool.settings.PoolName);
    const tags = input.UserPoolTags ?? pool.tags;
    checkTags(tags);
    userPools(context).put(pool.id, {
      ...pool,
      settings,
      ...(mfa && { mfa }),
      tags,
      modifiedAt: context.cloud.clock.now(),
    });
    return {};
  },
});

export const addCustomAttributes = operation<PoolInput & { CustomAttributes: Partial<SchemaAttribute>[] }, object>({
  name: 'AddCustomAttributes',
  run(input, context) {
    const pool = requirePool(context, input);
    check(['customAttributes', input.CustomAttributes, { required: true, minLength: 1, maxLength: 25 }]);
    const schema = [...pool.schema];
    checkAsked('customAttributes', input.CustomAttributes);
    for (const attribute of input.CustomAttributes) schema.push(customAttribute(schema, attribute));
    userPools(context).put(pool.id, { ...pool, schema, modifiedAt: context.cloud.clock.now() });
    return {};
  },
});
