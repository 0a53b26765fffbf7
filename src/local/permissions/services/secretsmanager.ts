/** Actions and resources of Secrets Manager (Service Authorization Reference, "AWS Secrets Manager"). */
import { type PermissionsOf, regionalArn, textOf } from '../../authorization/permission.ts';
import { findSecret } from '../../services/secretsmanager/model.ts';

export const secretsmanagerPermissions: PermissionsOf = (operation, input, context) => {
  const action = `secretsmanager:${operation}`;
  if (operation === 'ListSecrets') return [{ action, resource: '*' }];
  const id = textOf(input.SecretId ?? input.Name);
  // The ARN of a secret ends with random characters, so a secret that does not exist has no ARN.
  const arn =
    findSecret(id, context)?.arn ??
    (id.startsWith('arn:') ? id : regionalArn('secretsmanager', context, `secret:${id}`));
  return [{ action, resource: arn }];
};
