/** Rules of schemas and of the models that API Gateway makes of them (docs/aws/import.md). */
import { rules } from './rule.ts';

export const SCHEMA_RULES = rules({
  'schema-shape': {
    severity: 'error',
    finds: 'A schema that is neither a map nor (in 3.1) true or false, or a keyword whose value cannot mean anything.',
    because: 'API Gateway answers "Invalid model schema specified".',
    fix: 'Write type: and what belongs to it.',
  },
  'schema-type': {
    severity: 'error',
    finds: 'A `type` that does not exist.',
    because: 'API Gateway answers "Invalid model schema specified".',
    fix: 'Use one of: object, array, string, number, integer, boolean.',
  },
  'schema-required': {
    severity: 'error',
    finds: 'A `required` that is no list of names.',
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
    because: 'Those versions want one schema there.',
    fix: 'Add items: with the schema of one.',
    mended: true,
  },
  'schema-endless': {
    severity: 'error',
    finds:
      'A schema that has one value checked against more than 100,000 others by `allOf`, `anyOf`, `oneOf` and references, or against itself. (That a member or an item is of the same schema is fine.)',
    because:
      'Each `allOf` of two references doubles the work: twenty of them one below the other are a million checks of one value.',
    fix: 'Refer to each schema once.',
  },
  'schema-doubles': {
    severity: 'warning',
    finds:
      'A schema that contains itself by the same member of several alternatives, as in `oneOf: [{ properties: { child: Self } }, { properties: { child: Self } }]`.',
    because:
      'Each alternative checks the member, which does the same: a body of thirty levels, three hundred characters, takes 2^30 checks in the function. Validators of JSON Schema have no other way, and API Gateway does not say what bounds its own.',
    fix: 'Write the member once, beside the alternatives.',
  },
  'schema-pattern': {
    severity: 'error',
    finds: 'A `pattern` that is no regular expression.',
    because: 'API Gateway answers "Invalid model schema specified".',
    fix: 'Correct it; backslashes are doubled only in double quotes.',
  },
  'pattern-explodes': {
    severity: 'warning',
    finds:
      'A `pattern` that an engine which backtracks, as those of JavaScript, Python and Java do, can be made to try for years.',
    because:
      'Whoever may call the operation can keep functions busy until their timeout with a text of some forty characters; `maxLength` does not help.',
    fix: 'Let each text match in one way only: (a+)+ is a+, (a|aa)* is a*, ([a-z]+,?)* is ([a-z]+(,[a-z]+)*,?)?.',
  },
  'schema-handler': {
    severity: 'info',
    finds: 'A keyword of a request schema that a model of API Gateway cannot express.',
    because: "The gateway's model lets more through; the validators in the handler check the keyword.",
    fix: 'Nothing need be done.',
  },
  'schema-nullable': {
    severity: 'warning',
    finds: '`nullable: true` beside allOf, anyOf or oneOf, without a `type`.',
    because: 'OpenAPI 3.0 gives it a meaning beside a type only; null is refused.',
    fix: 'Write type: beside it, or add an alternative with enum: [null].',
  },
  'schema-unknown': {
    severity: 'warning',
    finds: 'A keyword that JSON Schema and OpenAPI do not have.',
    because: 'Nobody checks it.',
    fix: 'Remove it, or begin its name with x-.',
  },
  'format-unchecked': {
    severity: 'warning',
    finds: 'A `format` that neither API Gateway nor the validators in the handler know.',
    because: 'Nobody checks it.',
    fix: 'Say it with pattern.',
  },
  'model-renamed': {
    severity: 'info',
    finds: 'A schema of a request whose name has other characters than letters and digits.',
    because: 'Models of API Gateway cannot have it; apikit renames them, always in the same way.',
    fix: 'Nothing need be done.',
  },
  'discriminator-unused': {
    severity: 'info',
    finds: 'A `discriminator`.',
    because: 'It chooses nothing: a value is checked against oneOf or anyOf as they stand.',
    fix: 'Give each alternative a const or enum for the property.',
  },
});
