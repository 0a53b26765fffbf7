/** Decides what happens to each `x-amazon-apigateway-*` extension of a document. Pure. */
import { type Json, objectOf, textOf } from '../model/json.ts';
import type { RuleId } from '../rules/index.ts';

const PREFIX = 'x-amazon-apigateway-';

/** Extensions that protect nothing, with the place of the setting in apikit. */
export const MOVED: Readonly<Record<string, string>> = {
  'api-key-source': 'callers send the key in the header x-api-key',
  auth: 'security says who may call',
  'binary-media-types': 'set binaryMediaTypes in apikit.yaml',
  cors: 'set cors in apikit.yaml',
  documentation: 'the document itself has the descriptions',
  'endpoint-access-mode': 'set endpoint in apikit.yaml',
  'endpoint-configuration': 'set endpoint in apikit.yaml',
  'gateway-responses': "all errors of API Gateway have apikit's envelope",
  'importexport-version': 'it has no effect here',
  'minimum-compression-size': 'set compression in apikit.yaml',
  'request-validator': 'API Gateway validates requests against the contract',
  'request-validators': 'API Gateway validates requests against the contract',
  'security-policy': 'TLS is 1.2 or later',
  'tag-value': 'set tags in apikit.yaml',
};

/** Returns the setting's new place as half a sentence, or `undefined` for an extension that apikit does not know. */
export function successorOf(extension: string): string | undefined {
  const name = extension.slice(PREFIX.length);
  return Object.hasOwn(MOVED, name) ? MOVED[name] : undefined;
}

/** Returns the rule and the message if dropping the extension would weaken protection, and `undefined` otherwise. */
export function protectionOf(extension: string, value: unknown): { rule: RuleId; message: string } | undefined {
  switch (extension.slice(PREFIX.length)) {
    case 'policy':
      return { rule: 'resource-policy', message: 'apikit does not deploy the resource policy.' };
    case 'endpoint-configuration': {
      const closed = closedBy(objectOf(value));
      if (closed === undefined) return undefined;
      return { rule: 'endpoint-closed', message: `The endpoint has ${closed}, which apikit does not deploy.` };
    }
    case 'endpoint-access-mode':
      return /^basic$/i.test(textOf(value) ?? '')
        ? undefined
        : {
            rule: 'endpoint-closed',
            message: `apikit does not deploy the access mode ${String(value)} of the endpoint.`,
          };
    case 'security-policy':
      return /^TLS_1_[02]$/.test(textOf(value) ?? '')
        ? undefined
        : { rule: 'tls-policy', message: `apikit does not deploy the security policy ${String(value)}.` };
    case 'api-key-source':
      return /^header$/i.test(textOf(value) ?? '')
        ? undefined
        : { rule: 'key-source', message: `API keys come from ${String(value)}, which apikit does not deploy.` };
    case 'auth':
      return authOf(objectOf(value));
    default:
      return undefined;
  }
}

function authOf({ type }: Json): { rule: RuleId; message: string } | undefined {
  if (/^none$/i.test(textOf(type) ?? '')) return undefined;
  if (/^aws_iam$/i.test(textOf(type) ?? ''))
    return { rule: 'auth-extension', message: 'x-amazon-apigateway-auth requires AWS signatures, and would be lost.' };
  return { rule: 'extension-lost', message: `x-amazon-apigateway-auth of type ${String(type)} would be lost.` };
}

function closedBy(configuration: Json): string | undefined {
  if (configuration.disableExecuteApiEndpoint !== undefined && configuration.disableExecuteApiEndpoint !== false)
    return 'disableExecuteApiEndpoint';
  if (configuration.vpcEndpointIds !== undefined) return 'vpcEndpointIds';
  const types = [configuration.types, configuration.type].flat();
  return types.some((type) => /^private$/i.test(String(type))) ? 'the type PRIVATE' : undefined;
}
