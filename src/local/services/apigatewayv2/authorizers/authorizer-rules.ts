/** The rules for an authorizer: JWT, or a Lambda function (REQUEST). */
import type { Authorizer } from '../../../models/apigatewayv2.ts';
import type { HttpAuthorizer } from '../../../state/http-apis/model.ts';
import { badRequest } from '../errors.ts';

type Given = Partial<Authorizer> & Pick<HttpAuthorizer, 'AuthorizerId' | 'AuthorizerType' | 'Name' | 'IdentitySource'>;

const SOURCE = /^\$(?:request\.(?:header|querystring)\.\S+|context\.\S+|stageVariables\.\S+)$/;
const FUNCTION_URI = /^arn:[\w-]+:apigateway:[\w-]+:lambda:path\/+2015-03-31\/functions\/\S+\/invocations$/;

/** AWS accepts only HTTPS. An issuer of this machine can be without, as everything in the embedded cloud. */
const ISSUER = /^(?:https:\/\/[^/\s]+|http:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?)(?:\/\S*)?$/;

/** Throws BadRequestException. Returns the authorizer with AWS's defaults. */
export function checkedAuthorizer(given: Given): HttpAuthorizer {
  if (given.Name === '' || given.Name.length > 128) throw badRequest('Invalid authorizer name specified');
  const wrong = given.IdentitySource.find((source) => !SOURCE.test(source));
  if (wrong !== undefined) throw badRequest(`Invalid mapping expression specified: ${wrong}`);
  if (given.IdentityValidationExpression) {
    throw badRequest('IdentityValidationExpression is not supported for HTTP APIs');
  }
  return given.AuthorizerType === 'JWT' ? jwtAuthorizer(given) : requestAuthorizer(given);
}

function jwtAuthorizer({ EnableSimpleResponses, AuthorizerUri, ...given }: Given): HttpAuthorizer {
  const { Issuer = '', Audience = [] } = given.JwtConfiguration ?? {};
  if (AuthorizerUri !== undefined || EnableSimpleResponses === true) {
    throw badRequest('AuthorizerUri and EnableSimpleResponses are only for REQUEST authorizers');
  }
  if (given.AuthorizerPayloadFormatVersion !== undefined) {
    throw badRequest('AuthorizerPayloadFormatVersion is only for REQUEST authorizers');
  }
  if (given.IdentitySource.length !== 1) throw badRequest('A JWT authorizer has exactly one identity source');
  if (!ISSUER.test(Issuer)) throw badRequest(`Invalid issuer: ${Issuer}`);
  if (Audience.length > 50) throw badRequest('A JWT authorizer can have at most 50 audiences');
  return given;
}

function requestAuthorizer(given: Given): HttpAuthorizer {
  const { AuthorizerPayloadFormatVersion: version, AuthorizerUri: uri = '' } = given;
  if (given.JwtConfiguration !== undefined) throw badRequest('JwtConfiguration is only for JWT authorizers');
  if (version !== '1.0' && version !== '2.0') {
    throw badRequest('AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer');
  }
  if (!FUNCTION_URI.test(uri)) throw badRequest(`Invalid Authorizer URI: ${uri}`);
  if (given.EnableSimpleResponses === true && version !== '2.0') {
    throw badRequest('EnableSimpleResponses is only supported for AuthorizerPayloadFormatVersion 2.0');
  }
  const { AuthorizerResultTtlInSeconds: ttl = 0 } = given;
  if (ttl > 0 && given.IdentitySource.length === 0) {
    throw badRequest('An authorizer whose results are cached must have an identity source');
  }
  return { ...given, AuthorizerResultTtlInSeconds: ttl, EnableSimpleResponses: given.EnableSimpleResponses ?? false };
}
