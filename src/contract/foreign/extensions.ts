/** What becomes of each `x-amazon-apigateway-*` extension of a document. Pure. */
import { type Json, objectOf, textOf } from '../model/json.ts';
import type { RuleId } from '../rules/index.ts';

const PREFIX = 'x-amazon-apigateway-';

/** Extensions that protect nothing: who sets it now. */
export const MOVED: Readonly<Record<string, string>> = {
  'api-key-source': 'keys come from the header x-api-key',
  auth: 'security says who may call',
  'binary-media-types': 'set binaryMediaTypes in apikit.yaml',
  cors: 'set cors in apikit.yaml',
  documentation: 'descriptions are those of the document itself',
  'endpoint-access-mode': 'the endpoint is regional',
  'endpoint-configuration': 'the endpoint is regional',
  'gateway-responses': "the gateway's own errors have apikit's one envelope",
  'importexport-version': 'it means nothing here',
  'minimum-compression-size': 'set compression in apikit.yaml',
  'request-validator': 'requests are validated by what the contract says',
  'request-validators': 'requests are validated by what the contract says',
  'security-policy': 'TLS is 1.2 or later',
  'tag-value': 'set tags in apikit.yaml',
};

/** Where the setting is now, as half a sentence; `undefined` for an extension that apikit does not know. */
export function whereNow(extension: string): string | undefined {
  const name = extension.slice(PREFIX.length);
  return Object.hasOwn(MOVED, name) ? MOVED[name] : undefined;
}

/** The rule by which an extension would be a step down in protection, and why; `undefined` where it would not. */
export function protectionOf(extension: string, value: unknown): { rule: RuleId; message: string } | undefined {
  switch (extension.slice(PREFIX.length)) {
    case 'policy':
      return { rule: 'resource-policy', message: 'The resource policy is not deployed.' };
    case 'endpoint-configuration': {
      const closed = closedBy(objectOf(value));
      if (closed === undefined) return undefined;
      return { rule: 'endpoint-closed', message: `The endpoint has ${closed}, which is not deployed.` };
    }
    case 'endpoint-access-mode':
      return /^basic$/i.test(textOf(value) ?? '')
        ? undefined
        : { rule: 'endpoint-closed', message: `The access mode ${String(value)} of the endpoint is not deployed.` };
    case 'security-policy':
      return /^TLS_1_[02]$/.test(textOf(value) ?? '')
        ? undefined
        : { rule: 'tls-policy', message: `The security policy ${String(value)} is not deployed.` };
    case 'api-key-source':
      return /^header$/i.test(textOf(value) ?? '')
        ? undefined
        : { rule: 'key-source', message: `API keys come from ${String(value)}, which is not deployed.` };
    case 'auth':
      return authOf(objectOf(value));
    default:
      return undefined;
  }
}

function authOf({ type }: Json): { rule: RuleId; message: string } | undefined {
  if (/^none$/i.test(textOf(type) ?? '')) return undefined;
  if (/^aws_iam$/i.test(textOf(type) ?? ''))
    return { rule: 'auth-extension', message: 'x-amazon-apigateway-auth asks for AWS signatures, and would be lost.' };
  return { rule: 'extension-lost', message: `x-amazon-apigateway-auth of type ${String(type)} would be lost.` };
}

function closedBy(configuration: Json): string | undefined {
  if (configuration.disableExecuteApiEndpoint !== undefined && configuration.disableExecuteApiEndpoint !== false)
    return 'disableExecuteApiEndpoint';
  if (configuration.vpcEndpointIds !== undefined) return 'vpcEndpointIds';
  const types = [configuration.types, configuration.type].flat();
  return types.some((type) => /^private$/i.test(String(type))) ? 'the type PRIVATE' : undefined;
}
