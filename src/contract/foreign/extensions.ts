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

interface Protection {
  readonly rule: RuleId;
  readonly message: string;
  /** A fix that replaces the rule's own. */
  readonly fix?: string;
}

/** Returns a finding if dropping the extension would weaken protection, and `undefined` otherwise. */
export function protectionOf(extension: string, value: unknown): Protection | undefined {
  switch (extension.slice(PREFIX.length)) {
    case 'policy':
      return {
        rule: 'resource-policy',
        message: 'A resource policy is not read here.',
        fix: `${sentence(settingFor(extension, value))}, and remove the extension.`,
      };
    case 'endpoint-configuration': {
      const closed = closedBy(objectOf(value));
      if (closed === undefined) return undefined;
      return {
        rule: 'endpoint-closed',
        message: `The endpoint has ${closed}, which is not read here.`,
        fix: `${sentence(settingFor(extension, value))}, and remove the extension. If the API may be public, only remove the extension.`,
      };
    }
    case 'endpoint-access-mode':
      return /^basic$/i.test(textOf(value) ?? '')
        ? undefined
        : {
            rule: 'endpoint-closed',
            message: `apikit does not set the access mode ${String(value)} of an endpoint.`,
          };
    case 'security-policy':
      return /^TLS_1_[02]$/.test(textOf(value) ?? '')
        ? undefined
        : {
            rule: 'tls-policy',
            message: `The security policy ${String(value)} is not read here.`,
          };
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

/** Returns the consequence of leaving out such an extension, with the setting that avoids it. */
export function openedWithout(extension: string, value: unknown): string | undefined {
  switch (extension.slice(PREFIX.length)) {
    case 'policy':
      return `Without the policy every address may send requests to the API: ${settingFor(extension, value)}.`;
    case 'endpoint-configuration':
      return closedBy(objectOf(value)) === undefined
        ? undefined
        : `The API becomes reachable from the internet: to prevent that, ${settingFor(extension, value)}.`;
    case 'security-policy':
      return `The API accepts TLS 1.2: ${settingFor(extension, value)}.`;
    default:
      return undefined;
  }
}

/** Returns the setting of apikit.yaml that protects in the same way. */
function settingFor(extension: string, value: unknown): string {
  switch (extension.slice(PREFIX.length)) {
    case 'policy':
      return 'name the callers in access of apikit.yaml, before the first deploy (docs/access.md)';
    case 'security-policy':
      return 'a custom domain has domain.securityPolicy in apikit.yaml (docs/domains.md)';
    default:
      return `write endpoint: ${endpointFor(objectOf(value))} in apikit.yaml, before the first deploy (docs/network.md)`;
  }
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function endpointFor({ vpcEndpointIds, disableExecuteApiEndpoint, types, type }: Json): string {
  const isPrivate =
    vpcEndpointIds !== undefined || [types, type].flat().some((each) => /^private$/i.test(String(each)));
  if (!isPrivate && disableExecuteApiEndpoint !== undefined) return '{ executeApi: false } beside domain';
  const named = [vpcEndpointIds].flat().filter((id) => /^vpce-[0-9a-z]+$/.test(String(id)));
  return named.length > 0 ? `{ type: private, vpcEndpoints: [${named.join(', ')}] }` : 'private';
}

function authOf({ type }: Json): Protection | undefined {
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
