/** Rules about documents that other tools wrote for API Gateway (`x-amazon-apigateway-*`). */
import { rules } from './rule.ts';

const PUBLIC =
  'The API would be open to everybody: its endpoint comes from `endpoint` in apikit.yaml, and is regional without it.';

export const FOREIGN_RULES = rules({
  'resource-policy': {
    severity: 'error',
    finds: 'A resource policy, `x-amazon-apigateway-policy`.',
    because: 'It allows callers by address, account or VPC, and apikit makes the policy from apikit.yaml.',
    fix: 'Name the callers in access of apikit.yaml (docs/access.md), and remove the extension.',
  },
  'endpoint-closed': {
    severity: 'error',
    finds:
      'An endpoint that is private, strict or disabled (`x-amazon-apigateway-endpoint-configuration`, `…-access-mode`).',
    because: PUBLIC,
    fix: 'Remove the extension. If the API must not be public, first write endpoint: private in apikit.yaml (docs/network.md).',
  },
  'tls-policy': {
    severity: 'error',
    finds: 'An `x-amazon-apigateway-security-policy` that is stricter than TLS 1.2.',
    because: "apikit deploys API Gateway's default, which accepts TLS 1.2.",
    fix: 'Remove the extension. If TLS 1.2 is not enough, write domain.securityPolicy in apikit.yaml for a custom domain (docs/domains.md).',
  },
  'key-source': {
    severity: 'error',
    finds: '`x-amazon-apigateway-api-key-source: AUTHORIZER`.',
    because: 'API Gateway would read keys from the header x-api-key, but callers of this API do not send them there.',
    fix: 'Remove it, and let clients send x-api-key.',
  },
  'auth-extension': {
    severity: 'error',
    finds: '`x-amazon-apigateway-auth` in an operation, with the type AWS_IAM.',
    because: 'In apikit only `security` defines who may call; without the extension the operation would be open.',
    fix: 'Write security: [{ sigv4: [] }], with a scheme of x-amazon-apigateway-authtype: awsSigv4.',
    mended: true,
  },
  'vpc-link': {
    severity: 'error',
    finds: 'An integration through a VPC link.',
    because: 'The import does not take it over, and API Gateway would call the backend over the internet.',
    fix: 'Let the function answer, or write x-apikit.integration with vpcLink (docs/network.md).',
  },
  'integration-private': {
    severity: 'error',
    finds: 'An integration with a link-local address, such as 169.254.169.254, or an address of a private network.',
    because:
      'API Gateway calls backends over the internet, and the embedded cloud would call them from your own machine, where such an address may give away credentials.',
    fix: 'Call a public address.',
  },
  cloudformation: {
    severity: 'error',
    finds:
      'A value that CloudFormation or Terraform fills in: `Fn::Sub`, `Ref`, `!GetAtt`, `{{resolve:…}}`, or a name in braces after a dollar.',
    because: 'apikit does not fill it in.',
    fix: 'Write the value itself.',
  },
  'extension-moved': {
    severity: 'warning',
    finds: 'An `x-amazon-apigateway-*` extension whose setting is in apikit.yaml, or has no effect.',
    because: 'apikit does not read it from the contract.',
    fix: 'Remove it here.',
  },
});
