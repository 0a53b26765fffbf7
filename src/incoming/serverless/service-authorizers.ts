/** The authorizers of a service of the Serverless Framework in the words of SAM. Pure. */
import { isObject, type Json, objectOf, own, textOf } from '../../contract/model/json.ts';
import type { Service } from './read-service.ts';

/** How an event uses an authorizer. */
export interface AuthorizerUse {
  /** The name in SAM: `AWS_IAM`, or a key of the authorizers. */
  readonly name: string;
  readonly scopes: readonly unknown[];
  /** The authorizer in the words of SAM. Absent for signatures. */
  readonly settings?: Json;
}

const SIGNED: AuthorizerUse = { name: 'AWS_IAM', scopes: [] };

export function authorizerOfRest(written: unknown, service: Service): AuthorizerUse | undefined {
  if (written === undefined || written === null) return undefined;
  const text = textOf(written);
  if (text?.toLowerCase() === 'aws_iam') return SIGNED;
  const settings = text === undefined ? objectOf(written) : text.startsWith('arn:') ? { arn: text } : { name: text };
  const { type, arn, identitySource, scopes } = settings as Json;
  const kind = String(type ?? 'token').toUpperCase();
  if (kind === 'AWS_IAM') return SIGNED;
  const fn = textOf((settings as Json).name);
  const use = { name: fn || lastOf(textOf(arn)) || 'authorizer', scopes: [scopes ?? []].flat() };
  if (kind === 'COGNITO_USER_POOLS' || /:userpool\//.test(textOf(arn) ?? '') || isPool(arn))
    return { ...use, settings: { UserPoolArn: arn } };
  const isOwn = arn === undefined && service.functions.some(({ name }) => name === fn);
  return {
    ...use,
    settings: {
      ...(isOwn && { FunctionArn: `{function ${fn}}` }),
      FunctionPayloadType: kind === 'REQUEST' ? 'REQUEST' : 'TOKEN',
      Identity: identityOf(textOf(identitySource), kind === 'REQUEST'),
    },
  };
}

/** `{ Fn::GetAtt: [UserPool, Arn] }` */
const isPool = (arn: unknown): boolean => isObject(arn) && /user.?pool/i.test(JSON.stringify(arn));

export function authorizerOfHttp(written: unknown, service: Service): AuthorizerUse | undefined {
  if (written === undefined || written === null) return undefined;
  const { type, name: named, scopes } = objectOf(written);
  if (String(type).toLowerCase() === 'aws_iam') return SIGNED;
  const name = textOf(written) || textOf(named) || 'authorizer';
  const settings = objectOf(own(objectOf(service.at(['provider', 'httpApi', 'authorizers'])), name));
  const use = { name, scopes: [scopes ?? []].flat() };
  if (settings.type !== 'request')
    return { ...use, settings: { JwtConfiguration: { issuer: settings.issuerUrl, audience: settings.audience } } };
  const fn = textOf(settings.functionName);
  const isOwn = service.functions.some((one) => one.name === fn);
  return {
    ...use,
    settings: {
      ...(isOwn && { FunctionArn: `{function ${fn}}` }),
      FunctionPayloadType: 'REQUEST',
      AuthorizerPayloadFormatVersion: String(settings.payloadVersion ?? '2.0'),
      Identity: identityOf([settings.identitySource ?? []].flat().join(','), true),
    },
  };
}

const PARTS: readonly (readonly [string, string])[] = [
  ['Headers', 'header'],
  ['QueryStrings', 'querystring'],
  ['Context', 'context'],
  ['StageVariables', 'stageVariables'],
];

/** `method.request.header.Authorization`, `$request.header.Authorization`, or several of them with commas. */
function identityOf(source: string | undefined, isRequest: boolean): Json {
  const parts = (source ?? '').split(',').map((each) => each.trim().replace(/^(?:method|\$)\.?request\.|^\$/, ''));
  const named = (location: string) =>
    parts.filter((part) => part.startsWith(`${location}.`)).map((part) => part.slice(location.length + 1));
  if (!isRequest) return { Header: named('header')[0] ?? 'Authorization' };
  const members = PARTS.map(([member, location]) => [member, named(location)] as const);
  return Object.fromEntries(members.filter(([, names]) => names.length > 0));
}

const lastOf = (arn: string | undefined): string | undefined => arn?.split(/[:/]/).at(-1);
