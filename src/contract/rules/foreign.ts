/** Rules of documents that were written for API Gateway by other tools (`x-amazon-apigateway-*`). */
import { rules } from './rule.ts';

const PUBLIC = 'What it closes would be open to everybody: apikit makes public regional APIs.';

export const FOREIGN_RULES = rules({
  'resource-policy': {
    severity: 'error',
    finds: 'A resource policy, `x-amazon-apigateway-policy`.',
    because: 'It decides who may call by address, account or VPC, and apikit deploys none.',
    fix: 'Say who may call with security schemes, and remove it.',
  },
  'endpoint-closed': {
    severity: 'error',
    finds:
      'An endpoint that is private, strict or disabled (`x-amazon-apigateway-endpoint-configuration`, `…-access-mode`).',
    because: PUBLIC,
    fix: 'Remove it if the API may be public.',
  },
  'tls-policy': {
    severity: 'error',
    finds: 'An `x-amazon-apigateway-security-policy` that is stricter than TLS 1.2.',
    because: 'apikit deploys the default of API Gateway, which takes TLS 1.2.',
    fix: 'Remove it if TLS 1.2 is enough.',
  },
  'key-source': {
    severity: 'error',
    finds: '`x-amazon-apigateway-api-key-source: AUTHORIZER`.',
    because: 'Keys would be read from the header x-api-key, where callers of this API do not send them.',
    fix: 'Remove it, and have clients send x-api-key.',
  },
  'auth-extension': {
    severity: 'error',
    finds: '`x-amazon-apigateway-auth` at an operation, with the type AWS_IAM.',
    because: 'Who may call is said by `security` alone; the extension would be lost, and the operation open.',
    fix: 'Write security: [{ sigv4: [] }], with a scheme of x-amazon-apigateway-authtype: awsSigv4.',
    mended: true,
  },
  'vpc-link': {
    severity: 'error',
    finds: 'An integration through a VPC link.',
    because: 'A VPC link is not supported yet; without it the backend would be called over the internet.',
    fix: 'Have the function answer, or call a public address.',
  },
  'integration-private': {
    severity: 'error',
    finds: 'An integration with an address that is link-local or of a private network, 169.254.169.254 among them.',
    because:
      'API Gateway calls backends over the internet, and the embedded cloud would call them from your own machine, where such an address may give away credentials.',
    fix: 'Call a public address.',
  },
  cloudformation: {
    severity: 'error',
    finds:
      'A value that CloudFormation or Terraform fills in: `Fn::Sub`, `Ref`, `!GetAtt`, or a name in braces after a dollar.',
    because: 'Nobody fills it in here.',
    fix: 'Write the value itself.',
  },
  'extension-moved': {
    severity: 'warning',
    finds: 'An `x-amazon-apigateway-*` extension whose setting is in apikit.yaml, or means nothing here.',
    because: 'It is not read from the contract.',
    fix: 'Set it in apikit.yaml, and remove it.',
  },
});
