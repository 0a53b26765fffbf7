/** Rules about operations: IDs, parameters, bodies and responses. */
import { rules } from './rule.ts';

export const OPERATION_RULES = rules({
  'operation-shape': {
    severity: 'error',
    finds: 'A method of a path that is not a map.',
    because: 'There is nothing to deploy.',
    fix: 'Add operationId: and responses: to it.',
  },
  'operation-id': {
    severity: 'error',
    finds: 'An operation without `operationId`.',
    because: 'It names the function, or the CRUD verb and table, that serves the operation.',
    fix: 'Add one, e.g. operationId: listItems.',
    mended: true,
  },
  'operation-id-twice': {
    severity: 'error',
    finds: 'Two operations with the same `operationId`.',
    because: 'Only one of them could have the function of that name.',
    fix: 'Rename one of them.',
    mended: true,
  },
  'parameter-shape': {
    severity: 'error',
    finds: 'A parameter without a name, or with a place other than path, query, header and cookie.',
    because: 'API Gateway cannot find its value.',
    fix: 'Write name: and in: path, query or header.',
  },
  'parameter-twice': {
    severity: 'error',
    finds: 'A parameter that is twice in a list.',
    because: 'One of the two would be lost.',
    fix: 'Remove one of the two.',
  },
  'parameter-places': {
    severity: 'error',
    finds: 'Parameters of an operation with the same name in different places, e.g. in the path and in the query.',
    because: 'API Gateway accepts each name only once.',
    fix: 'Rename one of them.',
  },
  'parameter-name': {
    severity: 'info',
    finds: 'A query or header parameter whose name contains characters other than letters, digits and `. _ $ -`.',
    because: 'API Gateway does not accept the name, so apikit leaves it out of the definition; the handler checks it.',
    fix: 'No action is needed.',
  },
  'parameter-cookie': {
    severity: 'warning',
    finds: 'A cookie parameter.',
    because: 'API Gateway ignores it. The Cookie header reaches the handler as it is.',
    fix: 'Read the Cookie header in the handler.',
  },
  'parameter-undeclared': {
    severity: 'warning',
    finds: 'A parameter in a path without an entry in `parameters`, unless it is greedy.',
    because: 'It counts as a string, and any value is valid.',
    fix: 'Add it to parameters:, with in: path and required: true.',
  },
  'parameter-unknown': {
    severity: 'error',
    finds: 'A path parameter that the path does not have.',
    because: 'API Gateway rejects it.',
    fix: 'Write it into the path, or remove it.',
  },
  'header-dropped': {
    severity: 'warning',
    finds: 'A header parameter that API Gateway removes from requests (Connection, Content-Length, Expect, …).',
    because: 'The function never sees it.',
    fix: 'Use a header of another name.',
  },
  'header-dropped-required': {
    severity: 'error',
    finds:
      'A required header parameter that API Gateway removes from requests (Connection, Content-Length, Expect, …).',
    because: 'The function never sees it, so it would reject every request.',
    fix: 'Use a header of another name, or remove required.',
  },
  'body-content': {
    severity: 'error',
    finds: 'A request body without content.',
    because: 'The contract does not say what clients may send.',
    fix: 'Add content: application/json:',
  },
  'media-type': {
    severity: 'warning',
    finds: 'A key of `content` that is not a media type, such as `examples` beside the media types.',
    because: 'No body has that type, so its schema is never used.',
    fix: 'Write a type and subtype, such as application/json.',
  },
  'body-method': {
    severity: 'warning',
    finds: 'A request body in GET, HEAD or DELETE.',
    because: 'Many clients and proxies drop it.',
    fix: 'Use a query parameter.',
  },
  'body-optional': {
    severity: 'info',
    finds: 'A JSON request body that is not required.',
    because: 'API Gateway would reject an empty body, which the contract allows, so only the handler checks the body.',
    fix: 'Add required: true if requests must have a body.',
  },
  'body-binary': {
    severity: 'warning',
    finds: 'A request body that is neither JSON nor text.',
    because:
      'API Gateway passes bytes on intact only for the binary media types of the API; others arrive as broken text.',
    fix: 'List the type in binaryMediaTypes of apikit.yaml, or let clients upload files to S3.',
  },
  'response-binary': {
    severity: 'warning',
    finds: 'A response that is neither JSON nor text.',
    because:
      "API Gateway sends bytes only if the first type of the request's Accept header is a binary media type of the API; otherwise the client gets base64.",
    fix: 'List the type in binaryMediaTypes of apikit.yaml, and let clients send it as the first type in Accept.',
  },
  'response-status': {
    severity: 'error',
    finds: 'A key of `responses` that is not a status: 100 to 599, `1XX` to `5XX` or `default`.',
    because: 'API Gateway rejects it.',
    fix: "Write a status, e.g. '200'.",
  },
  'response-header-renamed': {
    severity: 'warning',
    finds: 'A response header Connection, Content-Length, Date, Server, WWW-Authenticate or Transfer-Encoding.',
    because: "API Gateway sets it itself, and renames the function's header to x-amzn-Remapped-… or drops it.",
    fix: 'Use a header of another name.',
  },
  'callbacks-dropped': {
    severity: 'warning',
    finds: '`callbacks`.',
    because: 'Your code sends these requests; API Gateway does not take part in them.',
    fix: 'No action is needed.',
  },
  'links-dropped': {
    severity: 'info',
    finds: '`links` of a response.',
    because: 'API Gateway does not support links; they are only documentation.',
    fix: 'No action is needed.',
  },
  'operation-deprecated': {
    severity: 'info',
    finds: 'An operation that is `deprecated`.',
    because: 'API Gateway serves it like any other operation; only readers of the docs learn of it.',
    fix: 'Send a Deprecation header, or remove the operation.',
  },
});
