/** Actions and resources of KMS (Service Authorization Reference, "AWS Key Management Service"). */
import { fixedKeys, type Permission, type PermissionsOf, textOf } from '../../authorization/permission.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { ciphertextKey, findKey, keyAliasArn, keyAliasesOf, keyArn } from '../../state/keys/keys.ts';

const WITHOUT_KEY = ['CreateKey', 'ListKeys', 'ListAliases'];

/** An alias in a request stands for its key. An operation on an alias needs the permission on both. */
export const kmsPermissions: PermissionsOf = (operation, input, context) => {
  const action = `kms:${operation}`;
  if (WITHOUT_KEY.includes(operation)) return [{ action, resource: '*' }];
  const alias = textOf(input.AliasName);
  if (alias !== '') {
    const target = operation === 'DeleteAlias' ? alias : textOf(input.TargetKeyId);
    return [{ action, resource: keyAliasArn(context, alias) }, keyPermission(operation, target, context)];
  }
  const given = textOf(input.KeyId) || ciphertextKey(textOf(input.CiphertextBlob));
  return [keyPermission(operation, given, context)];
};

/** The permission for a key that a request names by ID, ARN or alias, also if a service uses it for the caller. */
export function keyPermission(operation: string, given: string, context: OperationContext): Permission {
  const id = findKey(context.cloud, context, given)?.id;
  const resource = id === undefined && given.startsWith('arn:') ? given : keyArn(context, id ?? given);
  const aliases = keyAliasesOf(context.cloud, context)
    .values()
    .filter(({ keyId }) => keyId === id)
    .map(({ name }) => name);
  return { action: `kms:${operation}`, resource, keys: fixedKeys({ 'kms:resourcealiases': aliases }) };
}
