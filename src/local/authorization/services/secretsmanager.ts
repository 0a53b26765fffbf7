/** Actions and resources of the Secrets Manager (Service Authorization Reference, "AWS Secrets Manager"). */
import { findSecret } from '../../services/secretsmanager/model.ts';
import { type PermissionsOf, regionalArn, textOf } from '../permission.ts';

export const secretsmanagerPermissions: PermissionsOf = (operation, input, context) => {
  const action = `secretsmanager:${operation}`;
  if (operation === 'ListSecrets') return [{ action, resource: '*' }];
  const id = textOf(input.SecretId ?? input.Name);
  // The ARN of a secret ends with characters that its name does not tell; there is none of one that does not exist.
  const arn =
    findSecret(id, context)?.arn ??
    (id.startsWith('arn:') ? id : regionalArn('secretsmanager', context, `secret:${id}`));
  return [{ action, resource: arn }];
};
