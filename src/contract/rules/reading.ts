/** Rules about reading: files, versions and references. */
import { rules } from './rule.ts';

export const READING_RULES = rules({
  syntax: {
    severity: 'error',
    finds: 'Text that is not YAML or JSON, a key that is written twice, or aliases without an end.',
    because: 'apikit cannot read the rest of the file reliably.',
    fix: 'Correct the syntax here.',
  },
  'not-openapi': {
    severity: 'error',
    finds: 'A document that is not a map, or that does not name its version of OpenAPI.',
    because: 'The same words mean different things in 2.0, 3.0 and 3.1.',
    fix: 'Begin with openapi: 3.0.3, info: and paths:.',
  },
  'openapi-version': {
    severity: 'error',
    finds: 'A version of OpenAPI other than 2.0, 3.0 and 3.1.',
    because: 'apikit does not know its meaning.',
    fix: 'Use openapi: 3.1.0.',
  },
  'not-json': {
    severity: 'error',
    finds: 'A value that JSON does not allow: .inf, .nan, a binary, a set, a key that is a list or a map.',
    because: 'The definition for AWS is JSON, in which the value would become null or be lost.',
    fix: 'Write a number, a string, a list or a map.',
  },
  'contract-size': {
    severity: 'error',
    finds: 'Files of a contract that are more than 20 MB together.',
    because: 'API Gateway accepts a definition of 6 MB, and apikit cannot make such a contract that small.',
    fix: 'Split the API.',
  },
  'ref-remote': {
    severity: 'error',
    finds: 'A `$ref` to a URL.',
    because: 'A deploy must not depend on another server, nor deploy what that server returns.',
    fix: 'Copy it into the project and refer to the file.',
  },
  'ref-outside': {
    severity: 'error',
    finds:
      'A `$ref` to an absolute path, or to a file outside the project and its repository, also through a symbolic link.',
    because: 'The contract would depend on other files of this machine.',
    fix: 'Copy the file into the project or its repository (docs/security.md#names-and-files). For an import, name a folder that contains both with --root.',
  },
  'ref-hidden': {
    severity: 'error',
    finds:
      'A `$ref` to a file whose name, or whose folder, begins with a dot, or that is not a .json, .yaml or .yml file.',
    because: 'Such files often contain settings and credentials, which would become part of the contract.',
    fix: 'Copy the needed part into a file with another name.',
  },
  'ref-file': {
    severity: 'error',
    finds: 'A `$ref` to a file that does not exist or cannot be read.',
    because: 'The referenced content is unknown.',
    fix: 'Correct the name; it is relative to the file that contains the reference.',
  },
  'ref-nowhere': {
    severity: 'error',
    finds: 'A `$ref` to a place that the document does not have, or that is not a JSON pointer.',
    because: 'The referenced content is unknown.',
    fix: 'Add it to components, or correct the name.',
  },
  'ref-kind': {
    severity: 'error',
    finds: 'A `$ref` to a component of another kind, e.g. to a parameter where a schema belongs.',
    because: 'apikit would misread the component.',
    fix: 'Refer to a component of the kind that belongs here.',
  },
  'ref-circular': {
    severity: 'error',
    finds: 'A reference that leads only to itself. (A schema may contain itself.)',
    because: 'It has no content.',
    fix: 'Write the component itself at one of the places.',
  },
  'ref-siblings': {
    severity: 'warning',
    finds: 'Keywords beside a `$ref` in OpenAPI 2.0 or 3.0.',
    because: 'These versions ignore them; 3.1 does not.',
    fix: 'Put both into allOf, or use openapi: 3.1.0.',
  },
  'ref-dynamic': {
    severity: 'error',
    finds: '`$dynamicRef` and `$recursiveRef`.',
    because: 'Their target depends on the context, but a model of API Gateway has only one meaning.',
    fix: 'Use $ref.',
  },
});
