/** API Gateway fetches the OpenID configuration of an issuer when a JWT authorizer is made (docs/aws/http-apis.md). */
import type { OperationContext } from '../../../cloud/operation.ts';
import type { HttpAuthorizer } from '../../../state/http-apis/model.ts';
import { issuerKeys } from '../../../state/token-issuers.ts';
import { badRequest } from '../errors.ts';

/** Throws BadRequestException. */
export async function checkIssuer({ cloud }: OperationContext, { JwtConfiguration }: HttpAuthorizer): Promise<void> {
  const issuer = JwtConfiguration?.Issuer;
  if (issuer === undefined) return;
  try {
    await issuerKeys(cloud, issuer);
  } catch (error) {
    const why = (error as Error).message;
    throw badRequest(
      `Invalid issuer: ${issuer}. Issuer must have a valid discovery endpoint ended with '/.well-known/openid-configuration' (${why})`,
    );
  }
}
