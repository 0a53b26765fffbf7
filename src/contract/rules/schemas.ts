/** Rules about schemas and about the models that API Gateway gets from them (docs/aws/import.md). */
import { rules } from './rule.ts';

export const SCHEMA_RULES = rules({
  'schema-shape': {
    severity: 'error',
    finds: 'A schema that is neither a map nor (in 3.1) true or false, or a keyword with an impossible value.',
    because: 'API Gateway answers "Invalid model schema specified".',
    fix: 'Write type: and its keywords.',
  },
  'schema-type': {
    severity: 'error',
    finds: 'A `type` that does not exist.',
    because: 'API Gateway answers "Invalid model schema specified".',
    fix: 'Use one of: object, array, string, number, integer, boolean.',
  },
  'schema-required': {
    severity: 'error',
    finds: 'A `required` that is not a list of names.',
    because: 'API Gateway answers "Invalid model schema specified"; nothing would be required.',
    fix: 'Write required: [a, b] beside properties.',
  },
  'schema-enum': {
    severity: 'error',
    finds: 'An `enum` without values.',
    because: 'No value could be valid.',
    fix: 'List the values.',
  },
  'schema-items': {
    severity: 'error',
    finds: 'An array without `items` in OpenAPI 2.0 or 3.0, or with a list of them.',
    because: 'These versions require one schema there.',
    fix: 'Add items: with the schema of one item.',
    mended: true,
  },
  'schema-endless': {
    severity: 'error',
    finds:
      'A schema that checks one value against more than 100,000 schemas through `allOf`, `anyOf`, `oneOf` and references, or against itself. (A member or an item may have the same schema.)',
    because: 'Each `allOf` of two references doubles the work: twenty nested ones are a million checks of one value.',
    fix: 'Refer to each schema once.',
  },
  'schema-doubles': {
    severity: 'warning',
    finds:
      'A schema that contains itself in the same member of several alternatives, as in `oneOf: [{ properties: { child: Self } }, { properties: { child: Self } }]`.',
    because:
      'Each alternative checks the member, which does the same one level deeper: a body of thirty levels, three hundred characters, needs 2^30 checks in the function. Every validator of JSON Schema works this way, and AWS does not document a limit of its own.',
    fix: 'Write the member once, beside the alternatives.',
  },
  'schema-pattern': {
    severity: 'error',
    finds: 'A `pattern` that is not a valid regular expression.',
    because: 'API Gateway answers "Invalid model schema specified".',
    fix: 'Correct it. Double the backslashes only in double quotes.',
  },
  'pattern-explodes': {
    severity: 'warning',
    finds: 'A `pattern` for which an engine that backtracks, as in JavaScript, Python and Java, can need years.',
    because:
      'Any caller of the operation can keep functions busy until their timeout with a string of about forty characters; `maxLength` does not help.',
    fix: 'Let each string match in only one way: (a+)+ is a+, (a|aa)* is a*, ([a-z]+,?)* is ([a-z]+(,[a-z]+)*,?)?.',
  },
  'schema-handler': {
    severity: 'info',
    finds: 'A keyword of a request schema that a model of API Gateway cannot express.',
    because: 'The model accepts more; the validators in the handler check the keyword.',
    fix: 'No action is needed.',
  },
  'schema-nullable': {
    severity: 'warning',
    finds: '`nullable: true` beside allOf, anyOf or oneOf, without a `type`.',
    because: 'In OpenAPI 3.0 it has a meaning only beside a type, so null is not valid.',
    fix: 'Write type: beside it, or add an alternative with enum: [null].',
  },
  'schema-unknown': {
    severity: 'warning',
    finds: 'A keyword that JSON Schema and OpenAPI do not have.',
    because: 'No validator checks it.',
    fix: 'Remove it, or begin its name with x-.',
  },
  'format-unchecked': {
    severity: 'warning',
    finds: 'A `format` that neither API Gateway nor the validators in the handler know.',
    because: 'No validator checks it.',
    fix: 'Use pattern instead.',
  },
  'model-renamed': {
    severity: 'info',
    finds: 'A schema of a request whose name contains characters other than letters and digits.',
    because: 'API Gateway does not accept it as the name of a model; apikit renames the model, always in the same way.',
    fix: 'No action is needed.',
  },
  'discriminator-unused': {
    severity: 'info',
    finds: 'A `discriminator`.',
    because: 'It has no effect: validators check a value against all alternatives of oneOf or anyOf.',
    fix: 'Give each alternative a const or enum for the property.',
  },
});
