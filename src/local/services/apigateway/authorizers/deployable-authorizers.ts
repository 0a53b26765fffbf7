/** What an authorizer may have on AWS and not here: refused by name when it is deployed. */
import { notImplemented } from '../../../aws-error.ts';
import type { ApiDefinition, Authorizer } from '../model.ts';

/** Throws NotImplementedException. `account` is the API's own. */
export function checkDeployableAuthorizers({ authorizers }: ApiDefinition, account: string): void {
  for (const authorizer of Object.values(authorizers)) {
    checkExpression(authorizer);
    const foreign = authorizer.providerARNs?.find((arn) => arn.split(':')[4] !== account);
    if (foreign !== undefined) throw notImplemented(`A user pool of another account (${foreign})`);
  }
}

/** AWS reads it as Java does, which has forms that JavaScript has not. */
function checkExpression({ name, identityValidationExpression }: Authorizer): void {
  if (identityValidationExpression === undefined) return;
  try {
    new RegExp(identityValidationExpression.replace(/^\(\?[ims]+\)/, ''));
  } catch {
    throw notImplemented(`The identity validation expression of authorizer ${name}`);
  }
}
