/** Features of authorizers that are not emulated. A deployment refuses them by name. */
import { notImplemented } from '../../../cloud/aws-error.ts';
import type { ApiDefinition, Authorizer } from '../../../state/apis/model.ts';

/** Throws NotImplementedException. `account` is the account of the API. */
export function checkDeployableAuthorizers({ authorizers }: ApiDefinition, account: string): void {
  for (const authorizer of Object.values(authorizers)) {
    checkExpression(authorizer);
    const foreign = authorizer.providerARNs?.find((arn) => arn.split(':')[4] !== account);
    if (foreign !== undefined) throw notImplemented(`A user pool in another account (${foreign})`);
  }
}

/** AWS reads the expression as a Java regular expression, which has forms that JavaScript does not have. */
function checkExpression({ name, identityValidationExpression }: Authorizer): void {
  if (identityValidationExpression === undefined) return;
  try {
    new RegExp(identityValidationExpression.replace(/^\(\?[ims]+\)/, ''));
  } catch {
    throw notImplemented(`The identity validation expression of authorizer ${name}`);
  }
}
