/** For each rule of the lint, documents that violate it: the fault, the text, and a part of the message. */
import type { RuleId } from '../../src/contract/rules/index.ts';
import { HEAD } from './fixtures.ts';

type Example = readonly [what: string, text: string, said: string];

const operation = (rest = '') => `{ operationId: op${rest} }`;
const paths = (text: string) => `${HEAD}paths:\n${text}`;
const get = (rest: string) => paths(`  /x:\n    get: ${operation(`, ${rest}`)}\n`);
const post = (schema: string, head = HEAD) =>
  `${head}paths:\n  /x:\n    post:\n      operationId: op\n      requestBody:
        required: true\n        content: { application/json: { schema: ${schema} } }\n`;
const THREE_ONE = HEAD.replace('3.0.3', '3.1.0');
const foreign = (integration: string) => get(`x-amazon-apigateway-integration: { ${integration} }`);
const answer = (response: string) => get(`responses: { "200": ${response} }`);

/** Rules of security and of settings have separate tests. */
export const RULE_EXAMPLES: Partial<Record<RuleId, Example[]>> = {
  syntax: [
    ['broken YAML', 'openapi: [\n', 'This is not valid YAML'],
    ['circular aliases', 'openapi: 3.0.3\npaths: &p { a: *p }\n', 'form a cycle'],
    ['a path twice', paths(`  /x: { get: ${operation()} }\n  /x: {}\n`), '/x is written twice'],
    ['tabs', 'openapi: 3.0.3\npaths:\n\t/x: {}\n', 'Indent with spaces'],
    ['a second document', `${get('')}---\na: 1\n`, 'Keep one document'],
  ],
  'not-openapi': [
    ['no version', 'paths: {}\n', 'Begin with openapi: 3.0.3'],
    ['a list', '- a\n', 'This is not an OpenAPI document'],
    ['nothing', '', 'This is not an OpenAPI document'],
  ],
  'openapi-version': [
    ['a version of the future', 'openapi: 4.0.0\npaths: {}\n', 'apikit reads 2.0, 3.0 and 3.1'],
    ['Swagger 1.2', 'swagger: "1.2"\npaths: {}\n', 'swagger 1.2'],
  ],
  'security-shape': [
    ['one requirement without a list', get('security: { key: [] }'), 'security must be a list of requirements'],
    ['a name alone', get('security: [key]'), 'Write security: [{ scheme: [] }]'],
    ['nothing', get('security: null'), 'security must be a list of requirements'],
    ['at the root', `${get('')}security: key\n`, 'security must be a list of requirements'],
    ['a scope without a list', get('security: [{ key: read }]'), 'The scopes of key must be a list of strings'],
    ['a map of scopes', get('security: [{ key: { read: x } }]'), 'The scopes of key must be a list of strings'],
  ],
  'not-json': [['infinity', post('{ type: number, maximum: .inf }'), 'JSON does not allow Infinity']],
  'contract-size': [['21 MB', `#${'x'.repeat(21 * 1024 * 1024)}`, 'Split the API']],
  'ref-remote': [
    ['a URL', post('{ $ref: "https://x.example/a.yaml" }'), 'leads to another host'],
    ['a URL without a scheme', post('{ $ref: "//x.example/a.yaml" }'), 'leads to another host'],
  ],
  'ref-outside': [
    ['an absolute path', post('{ $ref: "/etc/passwd" }'), 'absolute path'],
    ['a drive', post('{ $ref: "C:\\\\a.yaml" }'), 'absolute path'],
  ],
  'ref-file': [['a file, for a contract that is a text', post('{ $ref: "./a.yaml#/X" }'), 'a.yaml cannot be read']],
  'ref-nowhere': [
    ['a dangling reference', post('{ $ref: "#/components/schemas/A" }'), 'leads nowhere'],
    ['an anchor', post('{ $ref: "#a" }', THREE_ONE), 'is not a JSON pointer'],
    ['a name of every object', post('{ $ref: "#/components/constructor/name" }'), 'leads nowhere'],
  ],
  'ref-kind': [
    [
      'a parameter where a schema belongs',
      `${post('{ $ref: "#/components/parameters/P" }')}components: { parameters: { P: { name: a, in: query } } }\n`,
      'leads to no schema',
    ],
  ],
  'ref-circular': [
    [
      'components that only name each other',
      `${post('{ $ref: "#/components/schemas/A" }')}components:\n  schemas:\n    A: { $ref: "#/components/schemas/B" }\n    B: { $ref: "#/components/schemas/A" }\n`,
      'leads only to itself',
    ],
    ['a path that is itself', paths('  /a: { $ref: "#/paths/~1a" }\n'), 'contains it'],
    ['a pointer through itself', post('{ $ref: "#/x/y" }').concat('x: { $ref: "#/x/y" }\n'), 'in a circle'],
  ],
  'ref-siblings': [
    [
      'nullable beside a reference',
      `${post('{ $ref: "#/components/schemas/A", nullable: true }')}components: { schemas: { A: { type: object } } }\n`,
      'nullable beside a $ref is ignored',
    ],
  ],
  'ref-dynamic': [['a dynamic reference', post('{ $dynamicRef: "#a" }', THREE_ONE), 'no fixed target']],
  'info-missing': [['no info', 'openapi: 3.0.3\npaths: {}\n', 'Add info:']],
  'no-operations': [
    ['a path without methods', paths('  /x: {}\n'), 'The document has no operations'],
    ['no paths', HEAD, 'Add paths:'],
  ],
  'server-path': [
    ['a server below a path', `${get('')}servers: [{ url: "https://a.example/v1/" }]\n`, 'the path /v1'],
    ['a basePath', `swagger: "2.0"\nbasePath: /v2\ninfo: {}\npaths: { /x: { get: ${operation()} } }\n`, '/v2'],
  ],
  'webhooks-dropped': [['webhooks', `${get('')}webhooks: { a: { post: {} } }\n`, 'deploys nothing']],
  'responses-unchecked': [
    ['a response schema', answer('{ content: { application/json: { schema: {} } } }'), 'does not check responses'],
    [
      'a response schema in a component',
      `${answer('{ $ref: "#/components/responses/Page" }')}components: { responses: { Page: { description: x, content: { application/json: { schema: {} } } } } }\n`,
      'does not check responses',
    ],
  ],
  'extension-replaced': [['an integration', get('x-amazon-apigateway-integration: {}'), "is replaced by apikit's own"]],
  'extension-lost': [
    ['an extension of tomorrow', `${get('')}x-amazon-apigateway-tomorrow: {}\n`, 'would be lost'],
    ['an authorizer by its id', get('x-amazon-apigateway-auth: { type: CUSTOM }'), 'would be lost'],
  ],
  'resource-policy': [
    ['one', `${get('')}x-amazon-apigateway-policy: {}\n`, 'Name the callers in access of apikit.yaml'],
  ],
  'endpoint-closed': [
    [
      'a disabled one',
      `${get('')}x-amazon-apigateway-endpoint-configuration: { disableExecuteApiEndpoint: true }\n`,
      'disableExecuteApiEndpoint',
    ],
    [
      'one in servers',
      `${get('')}servers: [{ url: /, x-amazon-apigateway-endpoint-configuration: { vpcEndpointIds: [a] } }]\n`,
      'vpcEndpointIds',
    ],
  ],
  'tls-policy': [
    ['TLS 1.3 only', `${get('')}x-amazon-apigateway-security-policy: SecurityPolicy_TLS13_1_3_2025_09\n`, 'TLS13'],
  ],
  'key-source': [['keys of an authorizer', `${get('')}x-amazon-apigateway-api-key-source: AUTHORIZER\n`, 'AUTHORIZER']],
  'auth-extension': [
    ['IAM by extension', get('x-amazon-apigateway-auth: { type: AWS_IAM }'), 'requires AWS signatures'],
  ],
  'vpc-link': [
    [
      'one',
      foreign("type: http_proxy, httpMethod: GET, uri: 'http://a.example/', connectionType: VPC_LINK"),
      'VPC link',
    ],
  ],
  'integration-private': [
    [
      'the address of credentials',
      foreign("type: http_proxy, httpMethod: GET, uri: 'http://169.254.169.254/latest/meta-data'"),
      'link-local',
    ],
    ['the same in hexadecimal', foreign("type: http_proxy, httpMethod: GET, uri: 'http://0xa9fea9fe/'"), 'link-local'],
    [
      'the same in apikit',
      get("x-apikit: { integration: { type: http_proxy, uri: 'http://[::ffff:169.254.169.254]/' } }"),
      'link-local',
    ],
    [
      'a private network',
      foreign("type: http, httpMethod: GET, uri: 'http://10.0.0.1/', responses: { default: { statusCode: '200' } }"),
      'private network',
    ],
  ],
  cloudformation: [
    [
      'a function',
      foreign(`type: http_proxy, httpMethod: GET, uri: { 'Fn::Sub': 'https://\${B}/y' }`),
      "CloudFormation's",
    ],
    ['a tag', foreign(`type: http_proxy, httpMethod: GET, uri: !Sub 'https://\${B}/y'`), 'Fn::Sub is CloudFormation'],
    ['a parameter', get('parameters: [!Ref Page]'), 'Ref is CloudFormation'],
    [
      'a secret in a version',
      get('').replace('"1.0"', '"{{resolve:ssm:/shop/key}}"'),
      '{{resolve:ssm:/shop/key}} is CloudFormation',
    ],
    [
      'a secret in an address',
      foreign(
        `type: http_proxy, httpMethod: GET, uri: 'https://a.example/{{resolve:secretsmanager:db:SecretString:pw}}'`,
      ),
      '{{resolve:secretsmanager:db:SecretString:pw}} is CloudFormation',
    ],
    ['a placeholder', foreign(`type: http_proxy, httpMethod: GET, uri: 'https://\${backend}/y'`), "a template's"],
  ],
  'extension-moved': [
    ['a setting', `${get('')}x-amazon-apigateway-binary-media-types: [image/png]\n`, 'set binaryMediaTypes'],
  ],
  'apikit-member': [
    ['settings at a path', paths(`  /x: { x-apikit: { cache: 1 }, get: ${operation()} }\n`), 'x-apikit.cache'],
    ['no list', get('x-apikit: { ignore: all }'), 'must be a list of rules'],
  ],
  'ignore-unknown': [['a misspelt rule', get('x-apikit: { ignore: [parameter-cooky] }'), 'parameter-cookie?']],
  'ignore-error': [['an error', get('x-apikit: { ignore: [operation-id] }'), 'cannot be silenced']],
  'path-slash': [['no slash', paths(`  a: { get: ${operation()} }\n`), 'Write /a.']],
  'path-reserved': [['a reserved path', paths(`  /ping: { get: ${operation()} }\n`), 'reserved by API Gateway']],
  'path-characters': [
    ['odd characters', paths(`  /a~b: { get: ${operation()} }\n`), 'characters that API Gateway rejects'],
    ['a query', paths(`  "/a?b=c": { get: ${operation()} }\n`), 'characters that API Gateway rejects'],
  ],
  'path-partial-parameter': [
    ['a partial segment', paths(`  /x-{id}: { get: ${operation()} }\n`), 'mixes a parameter with text'],
    ['two in a segment', paths(`  "/{a}.{b}": { get: ${operation()} }\n`), 'mixes a parameter with text'],
  ],
  'path-empty-segment': [
    ['a trailing slash', paths(`  /a/: { get: ${operation()} }\n`), 'Remove the slash at the end'],
    ['two slashes', paths(`  /a//b: { get: ${operation()} }\n`), 'Remove one of the slashes'],
  ],
  'path-greedy-inside': [
    ['a greedy parameter inside', paths(`  "/{p+}/a": { get: ${operation()} }\n`), 'Move it to the end'],
  ],
  'path-parameter-twice': [
    ['a parameter twice', paths(`  "/{a}/{a}": { get: ${operation()} }\n`), 'the same parameter twice'],
    ['once greedy', paths(`  "/{a}/{a+}": { get: ${operation()} }\n`), 'the same parameter twice'],
  ],
  'path-siblings': [
    [
      'sibling parameters',
      paths(`  /a/{id}: { get: ${operation()} }\n  /a/{name}/b: { get: ${operation('2')} }\n`),
      'Use {id} in both',
    ],
    [
      'a greedy sibling',
      paths(`  /a/{id}: { get: ${operation()} }\n  "/a/{id+}": { get: ${operation('2')} }\n`),
      'Use {id} in both',
    ],
  ],
  'path-item': [
    ['a method misspelt', paths(`  /x: { get: ${operation()}, pots: {} }\n`), 'Did you mean post?'],
    ['a path that is no map', paths(`  /x: 1\n  /y: { get: ${operation()} }\n`), 'must be a map of methods'],
  ],
  'path-trace': [['TRACE', paths(`  /x: { get: ${operation()}, trace: {} }\n`), 'API Gateway does not support TRACE']],
  'resource-quota': [
    [
      '301 paths',
      paths(Array.from({ length: 301 }, (_, n) => `  /p${n}: { get: ${operation(String(n))} }\n`).join('')),
      '302 resources',
    ],
  ],
  'operation-shape': [['a null operation', paths('  /x: { get: }\n'), 'get /x is not an operation']],
  'operation-id': [['none', paths('  /x: { get: { responses: {} } }\n'), 'Add one, e.g. operationId: listItems']],
  'operation-id-twice': [
    ['two', paths(`  /x: { get: ${operation()}, put: ${operation()} }\n`), 'op is also the operationId of get /x'],
  ],
  'parameter-shape': [
    ['a parameter without a place', get('parameters: [{ name: a }]'), 'no name or no place'],
    ['a map', get('parameters: { a: { in: query } }'), 'parameters must be a list, but is a map'],
  ],
  'parameter-twice': [
    ['in a list', get('parameters: [{ name: a, in: query }, { name: a, in: query }]'), 'twice in the list'],
    ['headers of other letters', get('parameters: [{ name: A-b, in: header }, { name: a-B, in: header }]'), 'twice'],
  ],
  'parameter-places': [
    ['two places', get('parameters: [{ name: a, in: query }, { name: a, in: header }]'), 'accepts each name only once'],
  ],
  'parameter-name': [['brackets', get('parameters: [{ name: "f[a]", in: query }]'), 'the handler checks it']],
  'parameter-cookie': [['a cookie', get('parameters: [{ name: a, in: cookie }]'), 'Read the Cookie header']],
  'parameter-undeclared': [
    ['none', paths(`  "/x/{id}": { get: ${operation()} }\n`), 'No entry in parameters describes'],
  ],
  'parameter-unknown': [['one that is not there', get('parameters: [{ name: a, in: path }]'), 'is not in /x']],
  'header-dropped': [['Expect', get('parameters: [{ name: Expect, in: header }]'), 'removes the header Expect']],
  'header-dropped-required': [
    ['Content-MD5', get('parameters: [{ name: Content-MD5, in: header, required: true }]'), 'Content-MD5'],
  ],
  'body-content': [
    ['none', paths('  /x: { post: { operationId: o, requestBody: { required: true } } }\n'), 'has no content'],
  ],
  'media-type': [
    [
      'examples beside media types',
      get(
        'responses: { "200": { description: OK, content: { application/json: {}, examples: { a: { value: 1 } } } } }',
      ),
      'examples is not a media type',
    ],
    [
      'a type without a subtype',
      paths('  /x: { post: { operationId: o, requestBody: { required: true, content: { json: {} } } } }\n'),
      'json is not a media type',
    ],
  ],
  'body-method': [['a body of GET', get('requestBody: { content: { text/plain: {} } }'), 'the body of a GET request']],
  'body-optional': [
    [
      'an optional body',
      paths('  /x: { post: { operationId: o, requestBody: { content: { application/json: {} } } } }\n'),
      'cannot validate it',
    ],
  ],
  'body-binary': [
    [
      'an image',
      paths('  /x: { put: { operationId: o, requestBody: { content: { image/png: {} } } } }\n'),
      'image/png',
    ],
  ],
  'response-binary': [['a PDF', answer('{ content: { application/pdf: {} } }'), 'only for some values of the request']],
  'response-status': [
    ['a word', get('responses: { ok: {} }'), 'ok is not a status'],
    ['600', get('responses: { "600": {} }'), '600 is not a status'],
  ],
  'response-header-renamed': [['Date', answer('{ headers: { Date: {} } }'), 'sets the header Date']],
  'callbacks-dropped': [['a callback', get('callbacks: { c: { "{$url}": {} } }'), 'deploys nothing']],
  'links-dropped': [['a link', answer('{ links: { l: {} } }'), 'does not support links']],
  'operation-deprecated': [['one', get('deprecated: true'), 'serves it like any other operation']],
  'schema-shape': [
    ['a text', post('a'), 'This is not a schema'],
    ['true in 3.0', post('true'), 'This is not a schema'],
    ['a negative length', post('{ type: string, minLength: -1 }'), 'whole number'],
    ['an empty choice', post('{ oneOf: [] }'), 'a list of schemas'],
    ['properties as a list', post('{ properties: [a] }'), 'a map of names'],
    ['a step of nothing', post('{ multipleOf: 0 }'), 'a number above 0'],
    ['a number of dependents', post('{ dependentRequired: { a: 1 } }'), 'a map of lists of names'],
  ],
  'schema-type': [
    ['a wrong type', post('{ type: strng }'), 'Did you mean string?'],
    ['null in 3.0', post('{ type: "null" }'), 'nullable: true'],
  ],
  'schema-required': [
    ['true at a property', post('{ type: string, required: true }'), 'Write required: [a, b] beside properties.'],
  ],
  'schema-enum': [['no values', post('{ enum: [] }'), 'List the values']],
  'schema-items': [['an array without items', post('{ type: array }'), 'Add items:']],
  'schema-endless': [
    [
      'itself among its parts',
      `${post('{ $ref: "#/components/schemas/A" }')}components: { schemas: { A: { allOf: [{ type: object }, { anyOf: [{ $ref: "#/components/schemas/A" }] }] } } }\n`,
      'or never ends',
    ],
    [
      'twice the next, twenty times',
      `${post('{ $ref: "#/components/schemas/A0" }')}components: { schemas: { ${Array.from(
        { length: 20 },
        (_, n) =>
          `A${n}: { allOf: [{ $ref: "#/components/schemas/A${n + 1}" }, { $ref: "#/components/schemas/A${n + 1}" }] }`,
      ).join(', ')}, A20: { type: string } } }\n`,
      'too many steps',
    ],
  ],
  'schema-doubles': [
    [
      'two alternatives with the same member',
      `${post('{ $ref: "#/components/schemas/E" }')}components: { schemas: { E: { oneOf: [{ $ref: "#/components/schemas/And" }, { $ref: "#/components/schemas/Or" }] }, And: { type: object, properties: { of: { type: array, items: { $ref: "#/components/schemas/E" } } } }, Or: { type: object, properties: { of: { type: array, items: { $ref: "#/components/schemas/E" } } } } } }\n`,
      'several times at each level',
    ],
  ],
  'pattern-explodes': [
    [
      'a repetition of repetitions',
      post('{ type: string, pattern: "^(a+)+$" }'),
      '^(a+)+$ can be matched in so many ways',
    ],
    ['a name of members', post('{ type: object, patternProperties: { "^(a|a)*$": {} } }', THREE_ONE), '^(a|a)*$'],
  ],
  'schema-pattern': [
    ['a broken pattern', post('{ type: string, pattern: "(" }'), 'This is not a valid regular expression'],
    ['a broken name', post('{ patternProperties: { "(": {} } }', THREE_ONE), 'This is not a valid regular expression'],
    ['anchors of Python', post("{ type: string, pattern: '\\A[a-z]+\\Z' }"), 'Write ^ for \\A and $ for \\Z.'],
    ['a class of POSIX', post("{ type: string, pattern: '^[[:alpha:]]+$' }"), 'Write the characters of the class'],
    ['an intersection of Java', post("{ type: string, pattern: '^[a-z&&[^b]]$' }"), 'cannot intersect classes'],
    ['at most three', post("{ type: string, pattern: '^a{,3}$' }"), 'Write {0,3} for {,3}.'],
    ['a flag of Python', post("{ type: string, pattern: '(?i)^a$' }"), 'no flags for a whole pattern'],
    ['an escape of Perl', post("{ type: string, pattern: '^\\Ra$' }"), 'requires the syntax of JavaScript'],
  ],
  'schema-handler': [
    ['a format that draft-04 has not', post('{ type: string, format: uuid }'), 'cannot check format: uuid'],
    ['prefixItems', post('{ prefixItems: [{ type: string }] }', THREE_ONE), 'cannot check prefixItems'],
    ['a choice that is no choice', post('{ oneOf: [{ format: uuid }, { minLength: 3 }] }'), 'cannot check oneOf'],
  ],
  'schema-nullable': [['beside allOf', post('{ nullable: true, allOf: [{}] }'), 'has no effect without a type']],
  'schema-unknown': [['a misspelt keyword', post('{ minLenght: 3 }'), 'Did you mean minLength?']],
  'format-unchecked': [['a format of nobody', post('{ type: string, format: phone }'), 'No validator checks']],
  'model-renamed': [
    [
      'an underline',
      `${post('{ $ref: "#/components/schemas/new_order" }')}components: { schemas: { new_order: {} } }\n`,
      'has the name NewOrder',
    ],
  ],
  'discriminator-unused': [['a discriminator', post('{ discriminator: { propertyName: a } }'), 'has no effect']],
};
