/** CreateAlias, DeleteAlias, ListAliases. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { type KeyAlias, keyAliasArn, keyAliasesOf } from '../../state/keys/keys.ts';
import { getKeyById, page } from './find-key.ts';
import { operation } from './operation.ts';

export const createAlias = operation('CreateAlias', ({ AliasName, TargetKeyId }, context) => {
  checkName(AliasName);
  const aliases = keyAliasesOf(context.cloud, context);
  if (aliases.has(AliasName)) {
    const arn = keyAliasArn(context, AliasName);
    throw new AwsError('AlreadyExistsException', `An alias with the name ${arn} already exists`);
  }
  const { id } = getKeyById(TargetKeyId, context);
  aliases.put(AliasName, { name: AliasName, keyId: id, createdAt: context.cloud.clock.now() });
});

export const deleteAlias = operation('DeleteAlias', ({ AliasName }, context) => {
  checkName(AliasName);
  const aliases = keyAliasesOf(context.cloud, context);
  if (!aliases.has(AliasName)) {
    throw new AwsError('NotFoundException', `Alias ${keyAliasArn(context, AliasName)} is not found.`);
  }
  aliases.delete(AliasName);
});

export const listAliases = operation('ListAliases', ({ KeyId, Limit, Marker }, context) => {
  const id = KeyId === undefined ? undefined : getKeyById(KeyId, context).id;
  const all = keyAliasesOf(context.cloud, context)
    .values()
    .filter(({ keyId }) => id === undefined || keyId === id);
  const { items, next } = page(all, Limit ?? 50, Marker);
  return {
    Aliases: items.map((alias) => onWire(alias, context)),
    NextMarker: next,
    Truncated: next !== undefined,
  };
});

/** Aliases that begin with `alias/aws/` belong to AWS. */
function checkName(name: string): void {
  if (!name.startsWith('alias/')) {
    throw new AwsError('ValidationException', 'Alias must start with the prefix "alias/".');
  }
  if (name.startsWith('alias/aws/')) throw new AwsError('NotAuthorizedException', '');
}

const onWire = ({ name, keyId, createdAt }: KeyAlias, context: OperationContext) => ({
  AliasName: name,
  AliasArn: keyAliasArn(context, name),
  TargetKeyId: keyId,
  CreationDate: new Date(createdAt),
  LastUpdatedDate: new Date(createdAt),
});
