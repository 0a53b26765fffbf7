/** A user pool in a response. */
import type { OperationContext } from '../../../cloud/operation.ts';
import type { UserPoolType } from '../../../models/cognito-idp.ts';
import { ofPool, poolArn, type UserPool, users } from '../../../state/user-pools.ts';

export function poolView(context: OperationContext, pool: UserPool): UserPoolType {
  const { PoolName, shown, ...settings } = pool.settings;
  return {
    Id: pool.id,
    Name: PoolName,
    ...settings,
    LambdaConfig: {},
    LastModifiedDate: new Date(pool.modifiedAt),
    CreationDate: new Date(pool.createdAt),
    SchemaAttributes: pool.schema,
    ...pool.fixed,
    MfaConfiguration: pool.mfa?.mode ?? 'OFF',
    EstimatedNumberOfUsers: ofPool(users(context), pool.id).length,
    UserPoolTags: pool.tags,
    Arn: poolArn(context, pool.id),
    ...shown,
  };
}
