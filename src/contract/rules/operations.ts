/** Rules of operations: ids, parameters, bodies and responses. */
import { rules } from './rule.ts';

export const OPERATION_RULES = rules({
  'operation-shape': {
    severity: 'error',
    finds: 'A method of a path that is no map.',
    because: 'There is nothing to deploy.',
    fix: 'Write operationId: and responses: below it.',
  },
  'operation-id': {
    severity: 'error',
    finds: 'An operation without `operationId`.',
    because: 'It names the function, or the CRUD verb and table, that answers.',
    fix: 'Add one, e.g. operationId: listItems.',
    mended: true,
  },
  'operation-id-twice': {
    severity: 'error',
    finds: 'One `operationId` at two operations.',
    because: 'Only one of them could have the function of that name.',
    fix: 'Rename one of them.',
    mended: true,
  },
  'parameter-shape': {
    severity: 'error',
    finds: 'A parameter without a name, or with a place other than path, query, header and cookie.',
    because: 'Nobody knows where to look for it.',
    fix: 'Write name: and in: path, query or header.',
  },
  'parameter-twice': {
    severity: 'error',
    finds: 'One parameter twice in a list.',
    because: 'One of the two would be lost.',
    fix: 'Remove one of the two.',
  },
  'parameter-places': {
    severity: 'error',
    finds: 'Parameters of one name in different places of an operation, e.g. in the path and in the query.',
    because: 'API Gateway takes a name once.',
    fix: 'Rename one of them.',
  },
  'parameter-name': {
    severity: 'info',
    finds: 'A query or header parameter whose name has other characters than letters, digits and `. _ $ -`.',
    because: 'API Gateway cannot name it, so that it is left out of the definition; the handler checks it.',
    fix: 'Nothing need be done.',
  },
  'parameter-cookie': {
    severity: 'warning',
    finds: 'A cookie parameter.',
    because: 'API Gateway ignores it. The Cookie header reaches the handler as it is.',
    fix: 'Read the Cookie header in the handler.',
  },
  'parameter-undeclared': {
    severity: 'warning',
    finds: 'A parameter of a path that no `parameters` describes, unless it is greedy.',
    because: 'It is taken as a string, and anything is accepted.',
    fix: 'Add it to parameters:, with in: path and required: true.',
  },
  'parameter-unknown': {
    severity: 'error',
    finds: 'A path parameter that the path does not have.',
    because: 'API Gateway refuses it.',
    fix: 'Write it into the path, or remove it.',
  },
  'header-dropped': {
    severity: 'warning',
    finds: 'A header parameter that API Gateway takes out of requests (Connection, Content-Length, Expect, …).',
    because: 'The function never sees it.',
    fix: 'Use a header of another name.',
  },
  'header-dropped-required': {
    severity: 'error',
    finds: 'The same, where the header is required.',
    because: 'The function never sees it, so that it would refuse every request.',
    fix: 'Use a header of another name, or remove required.',
  },
  'body-content': {
    severity: 'error',
    finds: 'A request body without content.',
    because: 'Nothing says what may be sent.',
    fix: 'Add content: application/json:',
  },
  'media-type': {
    severity: 'warning',
    finds: 'A key of `content` that is no media type, such as `examples` beside the media types.',
    because: 'Nothing that is sent has that type: what stands below it is never used.',
    fix: 'Write a type and subtype, such as application/json.',
  },
  'body-method': {
    severity: 'warning',
    finds: 'A request body of GET, HEAD or DELETE.',
    because: 'Many clients and proxies drop it.',
    fix: 'Use a query parameter.',
  },
  'body-optional': {
    severity: 'info',
    finds: 'A JSON request body that is not required.',
    because: 'API Gateway would refuse an empty body that the contract allows, so that the handler alone checks it.',
    fix: 'Add required: true if a body must be there.',
  },
  'body-binary': {
    severity: 'warning',
    finds: 'A request body that is neither JSON nor text.',
    because:
      'API Gateway passes bytes on unharmed only for types among the binary media types of the API; others arrive as broken text.',
    fix: 'List the type in binaryMediaTypes of apikit.yaml, or have files uploaded to S3.',
  },
  'response-binary': {
    severity: 'warning',
    finds: 'A response that is neither JSON nor text.',
    because:
      'API Gateway sends bytes only if the first type of the Accept header of the request is among the binary media types of the API; else the client gets base64.',
    fix: 'List the type in binaryMediaTypes of apikit.yaml, and have clients send Accept with it first.',
  },
  'response-status': {
    severity: 'error',
    finds: 'A key of `responses` that is no status: 100 to 599, `1XX` to `5XX` or `default`.',
    because: 'API Gateway refuses it.',
    fix: "Write a status, e.g. '200'.",
  },
  'response-header-renamed': {
    severity: 'warning',
    finds: 'A response header Connection, Content-Length, Date, Server, WWW-Authenticate or Transfer-Encoding.',
    because: 'API Gateway sets it itself: what the function answers is renamed to x-amzn-Remapped-… or dropped.',
    fix: 'Use a header of another name.',
  },
  'callbacks-dropped': {
    severity: 'warning',
    finds: '`callbacks`.',
    because: 'They are requests that your code sends; API Gateway has nothing to do with them.',
    fix: 'Nothing is deployed for them.',
  },
  'links-dropped': {
    severity: 'info',
    finds: '`links` of a response.',
    because: 'API Gateway has nothing like them; they stay documentation.',
    fix: 'Nothing need be done.',
  },
  'operation-deprecated': {
    severity: 'info',
    finds: 'An operation that is `deprecated`.',
    because: 'It is served as any other; nobody is told but those who read the docs.',
    fix: 'Answer with a Deprecation header, or remove it.',
  },
});
