/** Rules of the document as a whole, of extensions and of what silences rules. */
import { rules } from './rule.ts';

export const DOCUMENT_RULES = rules({
  'info-missing': {
    severity: 'error',
    finds: 'A document without `info`.',
    because: 'API Gateway refuses it.',
    fix: 'Add info: with title: and version:.',
    mended: true,
  },
  'no-operations': {
    severity: 'error',
    finds: 'A document without operations.',
    because: 'API Gateway cannot deploy an API without methods.',
    fix: 'Add paths: with one, e.g. /health: get:.',
  },
  'server-path': {
    severity: 'warning',
    finds: 'A server (or `basePath` of 2.0) whose URL has a path.',
    because:
      'API Gateway serves the paths below the URL of the stage and knows no other prefix; a custom domain can add one.',
    fix: 'Write the prefix into the paths if clients need it.',
  },
  'webhooks-dropped': {
    severity: 'warning',
    finds: '`webhooks`.',
    because: 'They are requests that your code sends; API Gateway has nothing to do with them.',
    fix: 'Nothing is deployed for them.',
  },
  'responses-unchecked': {
    severity: 'info',
    finds: 'Schemas of responses.',
    because: 'API Gateway passes on what the function answers; it checks no response.',
    fix: 'Compare in tests: `apikit test` validates response bodies against the contract.',
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
    finds: 'A member of `x-apikit` that does not exist, or has no meaning at this place.',
    because: 'What it asks for would be lost without a word.',
    fix: 'Remove it.',
  },
  'ignore-unknown': {
    severity: 'warning',
    finds: 'A name below `x-apikit: { ignore: [...] }` that is no rule.',
    because: 'It silences nothing.',
    fix: 'Correct it, or remove it.',
  },
  'ignore-error': {
    severity: 'warning',
    finds: 'A rule below `x-apikit: { ignore: [...] }` that is an error.',
    because:
      'API Gateway would refuse the definition, or something in the contract would be lost; that cannot be silenced.',
    fix: 'Remove it, and correct what the rule finds.',
  },
});
