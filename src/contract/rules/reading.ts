/** Rules of reading: files, versions and references. */
import { rules } from './rule.ts';

export const READING_RULES = rules({
  syntax: {
    severity: 'error',
    finds: 'Text that is no YAML or JSON, a key that is written twice, or aliases without an end.',
    because: 'Beyond such a place everything would be a guess.',
    fix: 'Correct the syntax here.',
  },
  'not-openapi': {
    severity: 'error',
    finds: 'A document that is no map, or does not say which OpenAPI it is.',
    because: 'The same words mean different things in 2.0, 3.0 and 3.1.',
    fix: 'Begin with openapi: 3.0.3, info: and paths:.',
  },
  'openapi-version': {
    severity: 'error',
    finds: 'A version of OpenAPI other than 2.0, 3.0 and 3.1.',
    because: 'What it means by its words is not known here.',
    fix: 'Use openapi: 3.1.0.',
  },
  'not-json': {
    severity: 'error',
    finds: 'A value that JSON does not have: .inf, .nan, a binary, a set, a key that is a list or a map.',
    because: 'The definition that AWS takes is JSON; the value would become null, or be lost.',
    fix: 'Write a number, a text, a list or a map.',
  },
  'contract-size': {
    severity: 'error',
    finds: 'Files of a contract that are more than 20 MB together.',
    because: 'API Gateway takes a definition of 6 MB, and of a contract so long little else is left out.',
    fix: 'Split the API.',
  },
  'ref-remote': {
    severity: 'error',
    finds: 'A `$ref` to a URL.',
    because: 'A deploy must not depend on a server of somebody else, nor send what it answers.',
    fix: 'Copy it into the project and refer to the file.',
  },
  'ref-outside': {
    severity: 'error',
    finds: "A `$ref` to an absolute path, or to a file outside of the project's folder, also by a symbolic link.",
    because: 'The project would not be the same on another machine.',
    fix: 'Copy the file into the project. For a document of somebody else, name a folder above both with --root.',
  },
  'ref-hidden': {
    severity: 'error',
    finds:
      'A `$ref` to a file whose name, or whose folder, begins with a dot, or which is no .json, .yaml or .yml file.',
    because: 'Such files hold settings and credentials, which would be copied into the contract.',
    fix: 'Copy what is needed into a file of another name.',
  },
  'ref-file': {
    severity: 'error',
    finds: 'A `$ref` to a file that is not there or cannot be read.',
    because: 'What it should contain is not known.',
    fix: 'Correct the name; it is relative to the file in which the reference stands.',
  },
  'ref-nowhere': {
    severity: 'error',
    finds: 'A `$ref` to a place that the document does not have, or one that is no JSON pointer.',
    because: 'What it should contain is not known.',
    fix: 'Add it to components, or correct the name.',
  },
  'ref-kind': {
    severity: 'error',
    finds: 'A `$ref` to a component of another kind, e.g. to a parameter where a schema belongs.',
    because: 'It would be read as what it is not.',
    fix: 'Refer to a component of the kind that belongs here.',
  },
  'ref-circular': {
    severity: 'error',
    finds: 'A reference that leads to nothing but itself. (Schemas that contain themselves are fine.)',
    because: 'There is nothing at its end.',
    fix: 'Write the thing itself at one of the places.',
  },
  'ref-siblings': {
    severity: 'warning',
    finds: 'Keywords beside a `$ref` in OpenAPI 2.0 or 3.0.',
    because: 'Those versions ignore them; 3.1 does not.',
    fix: 'Put both into allOf, or use openapi: 3.1.0.',
  },
  'ref-dynamic': {
    severity: 'error',
    finds: '`$dynamicRef` and `$recursiveRef`.',
    because: 'Where they lead depends on who asks; a model of API Gateway has one meaning.',
    fix: 'Use $ref.',
  },
});
