/** All rules of the lint by ID. IDs are stable: docs/lint-rules.md describes them, and `x-apikit` names them. */
import { DOCUMENT_RULES } from './document.ts';
import { FOREIGN_RULES } from './foreign.ts';
import { HANDLER_RULES } from './handlers.ts';
import { OPERATION_RULES } from './operations.ts';
import { PATH_RULES } from './paths.ts';
import { READING_RULES } from './reading.ts';
import type { Rule } from './rule.ts';
import { SCHEMA_RULES } from './schemas.ts';
import { SECURITY_RULES } from './security.ts';
import { SETTINGS_RULES } from './settings.ts';

/** The areas, in the order of the documentation. */
export const RULE_AREAS = {
  Reading: READING_RULES,
  Document: DOCUMENT_RULES,
  Paths: PATH_RULES,
  Operations: OPERATION_RULES,
  Handlers: HANDLER_RULES,
  Schemas: SCHEMA_RULES,
  Security: SECURITY_RULES,
  Settings: SETTINGS_RULES,
  'Documents of other tools': FOREIGN_RULES,
};

const ALL = {
  ...READING_RULES,
  ...DOCUMENT_RULES,
  ...PATH_RULES,
  ...OPERATION_RULES,
  ...HANDLER_RULES,
  ...SCHEMA_RULES,
  ...SECURITY_RULES,
  ...SETTINGS_RULES,
  ...FOREIGN_RULES,
};

export type RuleId = keyof typeof ALL;

export const RULES: Readonly<Record<RuleId, Rule>> = ALL;
