/** Rules about the document as a whole, about extensions and about silenced rules. */
import { rules } from './rule.ts';

export const DOCUMENT_RULES = rules({
  'info-missing': {
    severity: 'error',
    finds: 'A document without `info`.',
    because: 'API Gateway rejects it.',
    fix: 'Add info: with title: and version:.',
    mended: true,
  },
  'no-operations': {
    severity: 'error',
    finds: 'A document without operations.',
    because: 'API Gateway cannot deploy an API without methods.',
    fix: 'Add paths: with an operation, e.g. /health: get:.',
  },
  'server-path': {
    severity: 'warning',
    finds: 'A server (or `basePath` in 2.0) whose URL has a path.',
    because: 'API Gateway serves the paths below the URL of the stage, without a prefix; a custom domain can add one.',
    fix: 'Write the prefix into the paths if clients need it.',
  },
  'webhooks-dropped': {
    severity: 'warning',
    finds: '`webhooks`.',
    because: 'Your code sends these requests; API Gateway does not take part in them.',
    fix: 'No action is needed.',
  },
  'responses-unchecked': {
    severity: 'info',
    finds: 'Schemas of responses.',
    because: "API Gateway passes the function's response on without a check.",
    fix: 'Check them in tests: `apikit test` validates response bodies against the contract.',
  },
  'extension-replaced': {
    severity: 'warning',
    finds: 'An `x-amazon-apigateway-*` extension that apikit writes itself.',
    because: 'Integrations, validators and gateway responses come from apikit.yaml and the contract.',
    fix: 'Remove it.',
  },
  'extension-lost': {
    severity: 'error',
    finds: 'An `x-amazon-*` extension that apikit does not know, or an `x-apikit-*` one.',
    because: 'Deploying without it might open what is meant to be closed.',
    fix: 'Remove it.',
  },
  'apikit-member': {
    severity: 'error',
    finds: 'A member of `x-apikit` that does not exist, or that has no meaning at this place.',
    because: 'The setting would be lost silently.',
    fix: 'Remove it.',
  },
  'ignore-unknown': {
    severity: 'warning',
    finds: 'A name below `x-apikit: { ignore: [...] }` that is not a rule.',
    because: 'It silences nothing.',
    fix: 'Correct the name, or remove it.',
  },
  'ignore-error': {
    severity: 'warning',
    finds: 'A rule below `x-apikit: { ignore: [...] }` that is an error.',
    because:
      'API Gateway would reject the definition, or a part of the contract would be lost, so an error cannot be silenced.',
    fix: 'Remove it, and correct the problem itself.',
  },
});
