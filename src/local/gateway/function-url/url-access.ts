/**
 * Decides who may call a function URL. Every call needs two actions: `lambda:InvokeFunctionUrl`, and
 * `lambda:InvokeFunction` for a call through a URL (docs/aws/function-urls.md). With NONE only the resource policy of
 * the function or alias can allow them. With AWS_IAM it or the policies of the signer can.
 */
import { principalKeys } from '../../authorization/principal-keys.ts';
import { verdictOf } from '../../authorization/role-permissions.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import { eitherAllows, evaluate } from '../../policy/evaluate.ts';
import { ANONYMOUS, type ConditionKeys, type Decision, type Principal } from '../../policy/policy-request.ts';
import { SignatureError } from '../../signature/signature-error.ts';
import { verifySignature } from '../../signature/verify-signature.ts';
import { functionArn, policyKey } from '../../state/functions/model.ts';
import { compiledPolicyOf } from '../../state/functions/resource-policy.ts';
import {
  findCredentials,
  identityOf,
  type KnownCredentials,
  principalOf,
  sessionRole,
} from '../../state/identity/callers.ts';
import { headerValue } from '../http/request-headers.ts';
import { sourceIp } from './url-event.ts';
import type { UrlAnswer, UrlCaller, UrlRequest } from './url-request.ts';

const ACTIONS = ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'];

/** Returns the signer with AWS_IAM, nothing with NONE, or the refusal. */
export function checkAccess(request: UrlRequest, cloud: Cloud): { caller?: UrlCaller } | { refusal: UrlAnswer } {
  if (request.url.authType === 'NONE') return mayAll(request, ANONYMOUS, () => 'implicitDeny') ? {} : forbidden();
  const signer = signerOf(request, cloud);
  if (!(signer && mayAll(request, principalOf(cloud, signer.role), own(signer, cloud)))) return forbidden();
  return { caller: { ...identityOf(cloud.options.account, signer.role), accessKeyId: signer.accessKeyId } };
}

type Ask = (action: string, resource: string, key: ConditionKeys) => Decision;

function mayAll(request: UrlRequest, principal: Principal, own: Ask): boolean {
  const { scope, state, url } = request;
  const resource = functionArn(scope, url.functionName, url.qualifier);
  const policy = state.policies.get(policyKey(url.functionName, url.qualifier));
  const key = keysOf(request);
  return ACTIONS.every((action) => {
    const ofResource = policy
      ? evaluate([compiledPolicyOf(policy)], { action, resource, principal, key })
      : 'implicitDeny';
    return eitherAllows(own(action, resource, key), ofResource) === 'allow';
  });
}

function own({ role: session }: KnownCredentials, cloud: Cloud): Ask {
  // The root user of the account may do everything.
  if (!session) return () => 'allow';
  const role = sessionRole(cloud, session);
  if (!role) return () => 'implicitDeny';
  const ofCaller = principalKeys(cloud, session, role);
  const principal = principalOf(cloud, session);
  return (action, resource, key) =>
    verdictOf(cloud, role, { action, resource, principal, key: (name) => ofCaller(name) ?? key(name) }).decision;
}

function keysOf(request: UrlRequest): ConditionKeys {
  return (name) => {
    switch (name) {
      case 'lambda:functionurlauthtype':
        return request.url.authType;
      case 'lambda:invokedviafunctionurl':
        return 'true';
      case 'aws:sourceip':
        return sourceIp(request);
      case 'aws:useragent':
        return headerValue(request.headers, 'user-agent');
      case 'aws:securetransport':
        return 'true';
      default:
        return undefined;
    }
  };
}

function signerOf(request: UrlRequest, cloud: Cloud): KnownCredentials | undefined {
  const { http, headers, queryString, body, scope } = request;
  const target = http.url ?? '/';
  const signed = {
    method: http.method ?? 'GET',
    path: target.split('?', 1)[0]!,
    query: queryString,
    header: (name: string) => headers.get(name)?.values.join(','),
    body,
  };
  try {
    return verifySignature(signed, {
      service: 'lambda',
      region: scope.region,
      now: cloud.clock.now(),
      find: (accessKeyId) => findCredentials(cloud, accessKeyId),
    });
  } catch (error) {
    if (error instanceof SignatureError) return undefined;
    throw error;
  }
}

function forbidden(): { refusal: UrlAnswer } {
  const Message =
    'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html';
  return {
    refusal: {
      status: 403,
      headers: [
        ['content-type', 'application/json'],
        ['x-amzn-errortype', 'AccessDeniedException'],
      ],
      body: JSON.stringify({ Message }),
    },
  };
}
